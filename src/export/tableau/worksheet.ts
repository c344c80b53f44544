import { element, type Xml, xmlText } from '../xml.ts';
import { columnElement } from './datasource.ts';
import { type Field, type FieldUse, useName } from './field.ts';
import { COLUMNS, SHARED_FILTERS, sharedFilter } from './filters.ts';
import { CALCULATIONS } from './formulas.ts';
import { DATASOURCE, DATASOURCE_CAPTION, inSource, simpleId } from './names.ts';
import { type Run, type Sheet, usesOf } from './sheets.ts';

export function worksheet(sheet: Sheet): Xml {
  const place = (use: FieldUse | undefined) => (use ? [xmlText(inSource(useName(use)))] : []);
  return element(
    'worksheet',
    { name: sheet.name },
    element(
      'table',
      {},
      view(sheet),
      sheetStyle(sheet),
      element('panes', {}, pane(sheet)),
      element('rows', {}, ...place(sheet.rows)),
      element('cols', {}, ...place(sheet.cols)),
    ),
    element('simple-id', { uuid: simpleId(`worksheet ${sheet.name}`) }),
  );
}

function view(sheet: Sheet): Xml {
  const uses = [...usesOf(sheet), ...SHARED_FILTERS.map(({ use }) => use)];
  const own = sheet.own ?? [];
  return element(
    'view',
    {},
    element('datasources', {}, element('datasource', { caption: DATASOURCE_CAPTION, name: DATASOURCE })),
    dependencies(uses),
    ...SHARED_FILTERS.map(sharedFilter),
    ...own,
    element(
      'slices',
      {},
      ...SHARED_FILTERS.map(({ use }) => element('column', {}, xmlText(inSource(useName(use))))),
    ),
    element('aggregation', { value: true }),
  );
}

/** The fields that a sheet or the dashboard uses, those that their formulas name, and how. */
export function dependencies(uses: readonly FieldUse[]): Xml {
  const fields = new Map(uses.flatMap(({ field }) => withNamed(field)).map((field) => [field.name, field]));
  const instances = new Map(uses.map((use) => [useName(use), use]));
  return element(
    'datasource-dependencies',
    { datasource: DATASOURCE },
    ...[...fields.values()].map(columnElement),
    ...[...instances.values()].map(columnInstance),
  );
}

function withNamed(field: Field): readonly Field[] {
  const named = [...CALCULATIONS, ...COLUMNS].filter(
    (other) => other !== field && field.formula?.includes(other.name),
  );
  return [field, ...named.flatMap(withNamed)];
}

function columnInstance(use: FieldUse): Xml {
  const { field, derivation, type } = use;
  return element('column-instance', {
    column: field.name,
    derivation,
    name: useName(use),
    pivot: 'key',
    type,
  });
}

function sheetStyle({ mark }: Sheet): Xml {
  // Squares touch each other only when cells are as high as wide.
  const cells = mark === 'Square' ? [format('height', '34'), format('width', '110')] : [];
  return element(
    'style',
    {},
    ...(cells.length > 0 ? [element('style-rule', { element: 'cell' }, ...cells)] : []),
  );
}

const format = (attr: string, value: string): Xml => element('format', { attr, value });

function pane(sheet: Sheet): Xml {
  const { mark, encodings, label, tooltip } = sheet;
  const borne = encodings.map(([shelf, use]) => element(shelf, { column: inSource(useName(use)) }));
  return element(
    'pane',
    { 'selection-relaxation-option': 'selection-relaxation-allow' },
    element('view', {}, element('breakdown', { value: 'auto' })),
    element('mark', { class: mark }),
    element('encodings', {}, ...borne),
    ...referenceLine(sheet),
    ...(tooltip ? [element('customized-tooltip', {}, formattedText(tooltip))] : []),
    ...(label ? [element('customized-label', {}, formattedText(label))] : []),
    paneStyle(sheet),
  );
}

function paneStyle({ mark, markColour }: Sheet): Xml {
  const formats = [
    ...(markColour ? [format('mark-color', markColour)] : []),
    format('mark-labels-show', mark === 'Line' ? 'false' : 'true'),
    format('mark-labels-cull', 'true'),
  ];
  return element('style', {}, element('style-rule', { element: 'mark' }, ...formats));
}

function referenceLine({ line }: Sheet): readonly Xml[] {
  if (!line) return [];
  const attributes = {
    'axis-column': inSource(useName(line.axis)),
    'enable-instant-analytics': true,
    formula: 'average',
    id: 'refline0',
    label: line.label,
    'label-type': 'custom',
    scope: 'per-table',
    'value-column': inSource(useName(line.of)),
    'z-order': 1,
  };
  return [element('reference-line', attributes)];
}

function formattedText(runs: readonly Run[]): Xml {
  return element('formatted-text', {}, ...runs.map(runElement));
}

/** Tableau writes a line break in such a text as this letter and a break. */
const lineBreaks = (text: string): string => text.replaceAll('\n', 'Æ\n');

function runElement(run: Run): Xml {
  if ('text' in run) return element('run', {}, xmlText(lineBreaks(run.text)));
  const style = { bold: run.size ? true : undefined, fontcolor: run.colour, fontsize: run.size };
  return element('run', style, xmlText(`<${inSource(useName(run.use))}>`));
}
