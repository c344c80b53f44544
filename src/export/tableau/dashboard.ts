import { element, type Xml, xmlText } from '../xml.ts';
import { TEXT_COLOUR } from './colours.ts';
import { useName } from './field.ts';
import { BY_STATUS, BY_TOPIC, SHARED_FILTERS } from './filters.ts';
import { DATASOURCE, DATASOURCE_CAPTION, inSource, simpleId, WORKBOOK_TITLE } from './names.ts';
import { SHEETS, type Sheet } from './sheets.ts';
import { dependencies } from './worksheet.ts';

/** A part of the dashboard, in hundred-thousandths of its width and height. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

const WHOLE: Box = { x: 0, y: 0, w: 100_000, h: 100_000 };
const TITLE: Box = { x: 800, y: 1000, w: 98_400, h: 6000 };
const KPIS: Box = { x: 800, y: 7000, w: 82_000, h: 15_000 };
const MONTHS: Box = { x: 800, y: 22_000, w: 82_000, h: 28_000 };
const TOPICS: Box = { x: 800, y: 50_000, w: 43_000, h: 49_000 };
const OUTCOMES: Box = { x: 43_800, y: 50_000, w: 39_000, h: 49_000 };
const FILTERS: Box = { x: 83_300, y: 7000, w: 15_900, h: 84_000 };
const LEGEND: Box = { x: 83_300, y: 91_000, w: 15_900, h: 8000 };

export function dashboard(): Xml {
  const size = { maxheight: 900, maxwidth: 1440, minheight: 900, minwidth: 1440, 'sizing-mode': 'fixed' };
  return element(
    'dashboard',
    { name: WORKBOOK_TITLE },
    element('style', {}),
    element('size', size),
    element('datasources', {}, element('datasource', { caption: DATASOURCE_CAPTION, name: DATASOURCE })),
    dependencies([BY_TOPIC, BY_STATUS, ...SHARED_FILTERS.map(({ use }) => use)]),
    element('zones', {}, zone(1, WHOLE, { 'type-v2': 'layout-basic' }, ...zones())),
    element('simple-id', { uuid: simpleId('dashboard') }),
  );
}

function zones(): readonly Xml[] {
  const kpis = SHEETS.filter(({ kind }) => kind === 'kpi');
  const charts = SHEETS.filter(({ kind }) => kind === 'chart');
  const boxes = [MONTHS, TOPICS, OUTCOMES];
  const [anySheet] = SHEETS;
  const filters = SHARED_FILTERS.map(({ use, mode }) => ({
    name: anySheet?.name,
    mode,
    param: inSource(useName(use)),
    'type-v2': 'filter',
    values: mode === 'checkdropdown' ? 'database' : undefined,
  }));
  return [
    zone(2, TITLE, { 'type-v2': 'text' }, title()),
    ...kpis.map((sheet, index) => sheetZone(10 + index, part(KPIS, index, kpis.length, 'across'), sheet)),
    ...charts.map((sheet, index) => sheetZone(20 + index, boxes[index] ?? WHOLE, sheet)),
    ...filters.map((filter, index) => zone(30 + index, part(FILTERS, index, filters.length, 'down'), filter)),
    zone(50, LEGEND, {
      name: charts.at(-1)?.name,
      param: inSource(useName(BY_STATUS)),
      'type-v2': 'color',
    }),
  ];
}

function part(box: Box, index: number, of: number, way: 'across' | 'down'): Box {
  if (way === 'across')
    return { ...box, x: box.x + Math.floor((box.w * index) / of), w: Math.floor(box.w / of) };
  return { ...box, y: box.y + Math.floor((box.h * index) / of), h: Math.floor(box.h / of) };
}

const sheetZone = (id: number, box: Box, { name }: Sheet): Xml => zone(id, box, { name });

function zone(
  id: number,
  box: Box,
  attributes: Readonly<Record<string, string | undefined>>,
  ...inside: readonly Xml[]
): Xml {
  return element('zone', { ...box, id, ...attributes }, ...inside);
}

function title(): Xml {
  const run = { bold: true, fontcolor: TEXT_COLOUR, fontsize: 18 };
  return element('formatted-text', {}, element('run', run, xmlText(WORKBOOK_TITLE)));
}
