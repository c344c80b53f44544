import { CUSTOMER_DATA, RAW_SESSION_DATA } from '../../contract/public-tables.ts';
import { element, type Xml, xmlText } from '../xml.ts';
import { COLOURS } from './colours.ts';
import { type Field, type FieldUse, useName } from './field.ts';
import { TOPIC } from './formulas.ts';
import { inSource } from './names.ts';
import { type TableField, tableFields, workbookTables } from './tables.ts';

/** A filter that all sheets share, and that the dashboard shows. */
export interface SharedFilter {
  readonly use: FieldUse;
  readonly title: string;
  /** The number by which Tableau knows one filter on many sheets. */
  readonly group: number;
  /** How the dashboard shows it. */
  readonly mode: string;
  /** In context: the overall average heeds it. All are, but the one on the topic. */
  readonly inContext: boolean;
}

const FIELDS: readonly TableField[] = tableFields(workbookTables({ transcripts: false }));

/** Columns that every workbook has. */
export const COLUMNS: readonly Field[] = FIELDS.map(({ field }) => field);

/** @throws Error when no public table has it */
export function tableField(table: string, column: string): Field {
  const found = FIELDS.find((field) => field.table === table && field.column.name === column);
  if (!found) throw new Error(`${table} has no column ${column}`);
  return found.field;
}

const sessions = (column: string) => tableField(RAW_SESSION_DATA.name, column);
const customers = (column: string) => tableField(CUSTOMER_DATA.name, column);
const asIs = (field: Field): FieldUse => ({ field, derivation: 'None', type: field.type });

export const STARTED = sessions('call_start_time');
export const STATUS = sessions('resolution_status');
export const BY_TOPIC = asIs(TOPIC);
export const BY_STATUS = asIs(STATUS);

const listed = (title: string, field: Field) => ({ title, use: asIs(field), mode: 'checkdropdown' });

export const SHARED_FILTERS: readonly SharedFilter[] = [
  {
    title: 'Call start',
    use: { field: STARTED, derivation: 'None', type: 'quantitative' } as const,
    mode: 'slider',
  },
  listed('Topic Type', sessions('topic_type')),
  listed('Topic Name', TOPIC),
  listed('Initial intent', sessions('initial_intent')),
  listed('Customer sentiment', sessions('customer_sentiment')),
  listed('Region', customers('region')),
  listed('Plan type', customers('plan_type')),
  listed('Age group', customers('age_group')),
].map((filter, index) => ({ ...filter, group: index + 2, inContext: filter.use.field !== TOPIC }));

export function sharedFilter({ use, group, inContext }: SharedFilter): Xml {
  const column = inSource(useName(use));
  const context = inContext ? true : undefined;
  if (use.type === 'quantitative') {
    return element('filter', {
      class: 'quantitative',
      column,
      context,
      'filter-group': group,
      'included-values': 'all',
    });
  }
  return element(
    'filter',
    { class: 'categorical', column, context, 'filter-group': group },
    element('groupfilter', {
      function: 'level-members',
      level: useName(use),
      'user:ui-enumeration': 'all',
      'user:ui-marker': 'enumerate',
    }),
  );
}

/** The three outcomes; a session without a status is in none of them. */
export function outcomesOnly(): Xml {
  const level = useName(BY_STATUS);
  const members = Object.keys(COLOURS).map((status) =>
    element('groupfilter', { function: 'member', level, member: JSON.stringify(status) }),
  );
  const enumerated = {
    'user:ui-domain': 'database',
    'user:ui-enumeration': 'inclusive',
    'user:ui-marker': 'enumerate',
  };
  return element(
    'filter',
    { class: 'categorical', column: inSource(level) },
    element('groupfilter', { function: 'union', ...enumerated }, ...members),
  );
}

/** Always in that order. */
export function outcomesInOrder(): Xml {
  const buckets = Object.keys(COLOURS).map((status) =>
    element('bucket', {}, xmlText(JSON.stringify(status))),
  );
  return element(
    'manual-sort',
    { column: inSource(useName(BY_STATUS)), direction: 'ASC' },
    element('dictionary', {}, ...buckets),
  );
}
