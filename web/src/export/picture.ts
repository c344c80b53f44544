const SVG = 'http://www.w3.org/2000/svg';
/** So that a picture is sharp where it is shown larger. */
const SCALE = 2;
const PAD = 12;

/** What of a style a picture of shapes and text needs. */
const SHAPE_STYLES = ['fill', 'fill-opacity', 'stroke', 'stroke-width', 'stroke-dasharray', 'opacity'];
const TEXT_STYLES = [
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'fill',
  'opacity',
  'text-anchor',
];

/** A picture of what is on the page, as it is on the page. */
export async function pictureOf(element: HTMLElement, type: 'svg' | 'png'): Promise<Blob> {
  const svg = svgOf(element);
  const text = new XMLSerializer().serializeToString(svg);
  const file = new Blob([text], { type: 'image/svg+xml' });
  return type === 'svg'
    ? file
    : pngOf(text, Number(svg.getAttribute('width')), Number(svg.getAttribute('height')));
}

async function pngOf(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [width * SCALE, height * SCALE];
  const context = canvas.getContext('2d');
  if (!context) throw new Error('This browser cannot draw a PNG. Take the SVG.');
  context.scale(SCALE, SCALE);
  context.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) =>
      blob ? resolve(blob) : reject(new Error('The picture is too large for a PNG.')),
    );
  });
}

/** HTML and SVG alike become plain shapes and text, without a style sheet and without HTML inside. */
export function svgOf(element: HTMLElement): SVGSVGElement {
  const box = element.getBoundingClientRect();
  const [width, height] = [Math.ceil(box.width) + 2 * PAD, Math.ceil(box.height) + 2 * PAD];
  const svg = made('svg', { xmlns: SVG, width, height, viewBox: `0 0 ${width} ${height}` });
  const ground = getComputedStyle(document.body).backgroundColor;
  svg.append(made('rect', { width, height, fill: ground }));
  const origin = { x: box.left - PAD, y: box.top - PAD };
  drawInto(svg, element, origin);
  return svg as SVGSVGElement;
}

interface Origin {
  readonly x: number;
  readonly y: number;
}

const SKIPPED = '.panel-tools, .unseen, .tip, .hit, title, foreignObject > :not(*)';

function drawInto(svg: Element, element: Element, origin: Origin): void {
  if (element.matches(SKIPPED)) return;
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  if (element instanceof SVGElement) drawShape(svg, element, origin);
  else drawGround(svg, element, style, origin);
  for (const child of element.childNodes) {
    if (child instanceof Text) drawText(svg, child, element, origin);
    else if (child instanceof Element && !(element instanceof SVGTextElement)) drawInto(svg, child, origin);
  }
}

function drawGround(svg: Element, element: Element, style: CSSStyleDeclaration, origin: Origin): void {
  const { left, top, width, height } = element.getBoundingClientRect();
  const place = { x: left - origin.x, y: top - origin.y };
  if (!isClear(style.backgroundColor)) {
    svg.append(
      made('rect', { ...place, width, height, fill: style.backgroundColor, opacity: style.opacity }),
    );
  }
  if (Number.parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== 'none') {
    const line = { x1: place.x, x2: place.x + width, y1: place.y, y2: place.y };
    svg.append(made('line', { ...line, stroke: style.borderTopColor }));
  }
}

const isClear = (color: string) => color === 'transparent' || /^rgba\(.*, 0\)$/.test(color);

function drawShape(svg: Element, shape: SVGElement, origin: Origin): void {
  if (!(shape instanceof SVGGeometryElement)) return;
  const matrix = shape.getScreenCTM();
  const copy = shape.cloneNode() as SVGElement;
  for (const { name } of [...copy.attributes]) {
    if (/^(class|style|role|tabindex|aria-|data-|on)/.test(name)) copy.removeAttribute(name);
  }
  const style = getComputedStyle(shape);
  for (const name of SHAPE_STYLES) copy.setAttribute(name, style.getPropertyValue(name));
  if (shape instanceof SVGCircleElement) copy.setAttribute('r', style.getPropertyValue('r'));
  if (matrix) copy.setAttribute('transform', `translate(${matrix.e - origin.x} ${matrix.f - origin.y})`);
  svg.append(copy);
}

/** Where the text stands on the page, line by line; what an ellipsis hides is cut with the box around it. */
function drawText(svg: Element, node: Text, parent: Element, origin: Origin): void {
  const text = node.data.trim();
  if (text === '') return;
  const range = document.createRange();
  range.selectNodeContents(node);
  const style = getComputedStyle(parent);
  for (const [line, rect] of linesOf(node, range)) {
    const copy = made('text', { x: rect.left - origin.x, y: rect.bottom - origin.y - rect.height * 0.24 });
    for (const name of TEXT_STYLES) copy.setAttribute(name, style.getPropertyValue(name));
    copy.setAttribute('text-anchor', 'start');
    if (!(parent instanceof SVGElement)) copy.setAttribute('fill', style.color);
    copy.textContent = line;
    svg.append(copy);
  }
}

/** The pieces of a text node that stand on one line each. */
function linesOf(node: Text, range: Range): [string, DOMRect][] {
  const rects = [...range.getClientRects()];
  const [only] = rects;
  if (rects.length <= 1) return only ? [[node.data.trim(), only]] : [];
  const lines: [string, DOMRect][] = [];
  for (let index = 0; index < node.length; index++) {
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    const rect = range.getBoundingClientRect();
    const line = lines.at(-1);
    if (rect.width === 0) continue;
    if (line && Math.abs(line[1].top - rect.top) < 2) line[0] += node.data[index];
    else lines.push([node.data[index] ?? '', rect]);
  }
  return lines;
}

function made(name: string, attributes: Record<string, string | number>): Element {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}
