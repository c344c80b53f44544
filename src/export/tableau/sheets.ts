import { element, type Xml } from '../xml.ts';
import { COLOURS, TEXT_COLOUR } from './colours.ts';
import { type FieldUse, useName } from './field.ts';
import { BY_STATUS, BY_TOPIC, outcomesInOrder, outcomesOnly, STARTED } from './filters.ts';
import {
  type Calculation,
  CUSTOMERS,
  DURATION_TEXT,
  ESCALATION_RATE,
  OUTCOME_SHARE,
  OVERALL_RATE,
  RESOLUTION_RATE,
  SAMPLE,
  SESSIONS,
  WITH_STATUS,
} from './formulas.ts';
import { inSource } from './names.ts';

/** A line of a label or a tooltip: text, and fields by their use. */
export type Run =
  | { readonly text: string }
  | { readonly use: FieldUse; readonly size?: number; readonly colour?: string };

export interface Sheet {
  readonly name: string;
  readonly kind: 'kpi' | 'chart';
  readonly mark: 'Text' | 'Line' | 'Bar' | 'Square';
  readonly markColour?: string;
  readonly rows?: FieldUse;
  readonly cols?: FieldUse;
  /** What else the marks bear, by where: color, size, text, lod, tooltip. */
  readonly encodings: readonly (readonly [
    shelf: 'color' | 'size' | 'text' | 'lod' | 'tooltip',
    use: FieldUse,
  ])[];
  readonly label?: readonly Run[];
  readonly tooltip?: readonly Run[];
  /** Filters of its own, and sorts. */
  readonly own?: readonly Xml[];
  /** A line across at this number. */
  readonly line?: { readonly of: FieldUse; readonly axis: FieldUse; readonly label: string };
}

const calculated = (field: Calculation): FieldUse => ({ field, derivation: 'User', type: field.type });

const rate = calculated(RESOLUTION_RATE);
const withStatus = calculated(WITH_STATUS);
const byMonth: FieldUse = { field: STARTED, derivation: 'Month-Trunc', type: 'quantitative' };
const overall: FieldUse = { field: OVERALL_RATE, derivation: 'Min', type: 'quantitative' };
const outcomeShare = calculated(OUTCOME_SHARE);
const sessions = calculated(SESSIONS);

function kpi(name: string, field: Calculation, colour: string = TEXT_COLOUR, n?: FieldUse): Sheet {
  const use = calculated(field);
  const beside: readonly Run[] = n ? [{ text: '\nn = ' }, { use: n }] : [];
  return {
    name,
    kind: 'kpi',
    mark: 'Text',
    encodings: [['text', use], ...(n ? [['text', n] as const] : [])],
    label: [{ use, size: 24, colour }, ...beside],
  };
}

const rateLines: readonly Run[] = [
  { text: 'Resolution Rate: ' },
  { use: rate },
  { text: '\nn = ' },
  { use: withStatus },
];

export const SHEETS: readonly Sheet[] = [
  kpi('Customers', CUSTOMERS),
  kpi('Chat Sessions', SESSIONS),
  kpi('Resolution Rate', RESOLUTION_RATE, COLOURS.Resolved, withStatus),
  kpi('Escalation Rate', ESCALATION_RATE, COLOURS.Escalated, withStatus),
  kpi('Average Call Duration', DURATION_TEXT),
  {
    name: 'Resolution Rate by Month',
    kind: 'chart',
    mark: 'Line',
    markColour: COLOURS.Resolved,
    rows: rate,
    cols: byMonth,
    encodings: [['tooltip', withStatus]],
    tooltip: [{ use: byMonth }, { text: '\n' }, ...rateLines],
  },
  {
    name: 'Resolution Rate by Topic Name',
    kind: 'chart',
    mark: 'Bar',
    rows: BY_TOPIC,
    cols: rate,
    encodings: [
      ['color', calculated(SAMPLE)],
      ['text', rate],
      ['text', withStatus],
      ['lod', overall],
    ],
    label: [{ use: rate }, { text: '  n = ' }, { use: withStatus }],
    tooltip: [
      { use: BY_TOPIC },
      { text: '\n' },
      ...rateLines,
      { text: '\nOverall average: ' },
      { use: overall },
    ],
    own: [
      element('computed-sort', {
        column: inSource(useName(BY_TOPIC)),
        direction: 'DESC',
        using: inSource(useName(rate)),
      }),
    ],
    line: { of: overall, axis: rate, label: 'Overall average <Value>' },
  },
  {
    name: 'Outcomes by Topic Name',
    kind: 'chart',
    mark: 'Square',
    rows: BY_TOPIC,
    cols: BY_STATUS,
    encodings: [
      ['color', BY_STATUS],
      ['size', outcomeShare],
      ['text', outcomeShare],
      ['tooltip', sessions],
    ],
    tooltip: [
      { use: BY_TOPIC },
      { text: ', ' },
      { use: BY_STATUS },
      { text: '\nShare of the topic: ' },
      { use: outcomeShare },
      { text: '\nn = ' },
      { use: sessions },
    ],
    own: [outcomesOnly(), outcomesInOrder()],
  },
];

/** Every use of a field on the sheet, each once. */
export function usesOf({ rows, cols, encodings, label = [], tooltip = [] }: Sheet): readonly FieldUse[] {
  const shown = [...label, ...tooltip].flatMap((run) => ('use' in run ? [run.use] : []));
  const all = [rows, cols, ...encodings.map(([, use]) => use), ...shown].filter((use) => use !== undefined);
  return [...new Map(all.map((use) => [useName(use), use])).values()];
}
