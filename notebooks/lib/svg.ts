export type Attributes = Readonly<Record<string, string | number>>;

/** Two decimals are finer than a screen, and the same on every machine. */
const shown = (value: string | number): string =>
  typeof value === 'number' ? String(Math.round(value * 100) / 100) : escaped(value);

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** @param children markup, made by `element` and `label` */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${shown(value)}"`);
  return `<${name}${written.join('')}>${children.join('')}</${name}>`;
}

export function label(text: string, x: number, y: number, attributes: Attributes = {}): string {
  return element('text', { x, y, fill: INK, 'font-size': 12, ...attributes }, escaped(text));
}

export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes = {}): string {
  return element('line', { x1, y1, x2, y2, stroke: GRID, ...attributes });
}

export const INK = '#1b1c1f';
export const QUIET = '#5c5f66';
export const GRID = '#ececea';
export const NEUTRAL = '#a3a6ad';
/** Outcomes, as everywhere in Earshot. */
export const RESOLVED = '#2f80c2';
export const ESCALATED = '#c96a00';
export const ABANDONED = '#3f3f46';
/** What is simulated, beside two real references and one to stay away from: hue and shape tell them apart. */
export const SIMULATED = RESOLVED;
export const REAL_IVR = ESCALATED;
export const REAL_CHAT = '#0f7b6c';
