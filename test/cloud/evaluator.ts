import type { Row, Statement } from '../../src/metrics/source.ts';
import { type Node, startZetaSql, tableOf, typeOf, type ZetaField } from './zetasql.ts';

export interface Evaluator {
  /** Answers a query as Google's reference implementation of GoogleSQL does. */
  query(statement: Statement): Promise<Row[]>;
  close(): Promise<void>;
}

/** Over one table. */
export async function startEvaluator(
  name: string,
  fields: readonly ZetaField[],
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<Evaluator> {
  const { call, language, close } = await startZetaSql();
  const row = rows.map((one) => ({ cell: fields.map((field) => protoOf(field.type, one[field.name])) }));
  const { registeredId } = await call('registerCatalog', {
    simpleCatalog: {
      name: 'dataset',
      table: [tableOf(name, fields)],
      builtinFunctionOptions: { languageOptions: language },
    },
    tableContent: { [name]: { tableData: { row } } },
  });
  return {
    close,
    query: async ({ sql, params }) => {
      const types = params.map((value) => (typeof value === 'number' ? 'INT64' : 'STRING'));
      const answer = await call('evaluateQuery', {
        sql,
        registeredCatalogId: registeredId,
        options: {
          languageOptions: language,
          defaultTimezone: 'UTC',
          queryParameters: types.map((type, index) => ({
            name: `p${index + 1}`,
            type: typeOf({ name: '', type }),
          })),
        },
        params: params.map((value, index) => ({
          name: `p${index + 1}`,
          value: protoOf(types[index] ?? 'STRING', value),
        })),
      });
      return rowsOf(answer as unknown as Evaluated);
    },
  };
}

function protoOf(type: string, value: unknown): object {
  if (value === null || value === undefined) return type === 'RECORD' ? { arrayValue: { element: [] } } : {};
  switch (type) {
    case 'INT64':
      return { int64Value: String(value) };
    case 'BOOL':
      return { boolValue: value };
    case 'TIMESTAMP': {
      const ms = Date.parse(String(value));
      return {
        timestampValue: { seconds: Math.floor(ms / 1000), nanos: (((ms % 1000) + 1000) % 1000) * 1e6 },
      };
    }
    default:
      return { stringValue: String(value) };
  }
}

interface Evaluated {
  /** What is empty is left out. */
  readonly content?: {
    readonly tableData?: { readonly row?: readonly { readonly cell: readonly Node[] }[] };
  };
  readonly prepared: { readonly columns: readonly { readonly name: string }[] };
}

function rowsOf({ content, prepared }: Evaluated): Row[] {
  return (content?.tableData?.row ?? []).map(({ cell }) =>
    Object.fromEntries(prepared.columns.map(({ name }, index) => [name, cellOf(cell[index] ?? {})])),
  );
}

/** A message of one field, named by `value`. */
function cellOf(cell: Node): string | number | boolean | null {
  const value = typeof cell.value === 'string' ? cell[cell.value] : null;
  if (cell.value === 'int64Value') return Number(value);
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (value === null) return null;
  throw new TypeError(`No integer, word or truth: ${JSON.stringify(cell)}`);
}
