import type { Node } from './zetasql.ts';

export interface Found {
  readonly node: Node;
  /** The nodes that it lies in, the outermost first. */
  readonly above: readonly Node[];
}

/** All that a resolved tree holds. */
export function* nodesOf(value: unknown, above: readonly Node[] = []): Generator<Found> {
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  if (!Array.isArray(value)) yield { node, above };
  for (const part of Object.values(node))
    yield* nodesOf(part, Array.isArray(value) ? above : [...above, node]);
}

export interface TableScan extends Found {
  readonly table: string;
  /** Those that are read. */
  readonly columns: readonly ReadColumn[];
}

/** Its id is of this read alone: another read of the same table has others. */
interface ReadColumn {
  readonly name: string;
  readonly columnId: string;
}

/** Every read of a table, and of one that is changed. */
export function scansOf(tree: Node): TableScan[] {
  return [...nodesOf(tree)].flatMap(({ node, above }) => {
    const table = (node.table as { name?: string } | undefined)?.name;
    const holder = above.at(-1);
    const isScan = holder?.resolvedTableScanNode === node || holder?.tableScan === node;
    if (table === undefined || !isScan) return [];
    const { columnList: columns = [] } = (node.parent ?? {}) as { columnList?: readonly ReadColumn[] };
    return [{ node, above, table, columns }];
  });
}

/** Names of all members that are taken out of a struct: of a list of structs BigQuery reads these alone. */
export function membersOf(tree: Node): ReadonlySet<string> {
  const names = [...nodesOf(tree)].flatMap(({ node }) => {
    if (node.fieldIdx === undefined) return [];
    for (const { node: part } of nodesOf(node.expr)) {
      const { structType } = (part.type ?? {}) as {
        structType?: { field?: readonly { fieldName: string }[] };
      };
      if (structType?.field) return [structType.field[Number(node.fieldIdx)]?.fieldName ?? ''];
    }
    return [];
  });
  return new Set(names);
}

/** Values of parameters, by name. */
export type Values = ReadonlyMap<string, unknown>;

/** [fromMs, toMs), null where it is open. */
export interface Bounds {
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

const OPEN: Bounds = { fromMs: null, toMs: null };

/** What the conditions above a scan say of a column by constants alone: BigQuery leaves out partitions for nothing else. */
export function boundsAbove({ above, columns }: TableScan, name: string, values: Values): Bounds {
  const column = columns.find((one) => one.name === name);
  if (column === undefined) return OPEN;
  const conditions = above.flatMap(({ filterExpr, whereExpr, joinExpr }) =>
    [filterExpr, whereExpr, joinExpr].filter((one) => one !== null && one !== undefined),
  );
  return both(conditions.map((condition) => boundsOf(condition, column.columnId, values)));
}

function boundsOf(expression: unknown, column: string, values: Values): Bounds {
  const call = callOf(expression);
  if (call === undefined) return OPEN;
  const { name, args } = call;
  const within = () => args.map((arg) => boundsOf(arg, column, values));
  if (name === '$and') return both(within());
  if (name === '$or') return either(within());
  const [left, right] = args;
  if (!COMPARISONS.has(name) || !isColumn(left, column)) return OPEN;
  const ms = instantOf(right, values);
  if (ms === null) return OPEN;
  return name.startsWith('$greater') ? { fromMs: ms, toMs: null } : { fromMs: null, toMs: ms };
}

const COMPARISONS = new Set(['$greater', '$greater_or_equal', '$less', '$less_or_equal']);

/** The innermost of the wrappers that the protocol has for each class. */
function callOf(
  expression: unknown,
): { readonly name: string; readonly args: readonly unknown[] } | undefined {
  for (const { node, above } of nodesOf(expression)) {
    const name = (node.function as { name?: string } | undefined)?.name;
    if (name === undefined) continue;
    if (above.some((one) => 'subquery' in one || 'argumentList' in one)) return undefined;
    return { name: name.replace(/^ZetaSQL:/, ''), args: (node.argumentList ?? []) as readonly unknown[] };
  }
  return undefined;
}

function isColumn(expression: unknown, columnId: string): boolean {
  const found = [...nodesOf(expression)].map(({ node }) => node);
  return callOf(expression) === undefined && found.some((node) => node.columnId === columnId);
}

/** Of a literal or a parameter, cast or not; null of anything that depends on a row. */
function instantOf(expression: unknown, values: Values): number | null {
  const nodes = [...nodesOf(expression)].map(({ node }) => node);
  if (nodes.some((node) => 'columnId' in node || 'subquery' in node)) return null;
  for (const { timestampValue, stringValue, name } of nodes) {
    const literal = timestampValue as { seconds?: string; nanos?: number } | null | undefined;
    if (literal) return Number(literal.seconds ?? 0) * 1000 + Number(literal.nanos ?? 0) / 1e6;
    const text = typeof stringValue === 'string' ? stringValue : values.get(String(name));
    if (typeof text === 'string') return msOf(text);
  }
  return null;
}

/** Without a zone it is UTC. */
function msOf(text: string): number {
  const iso = text.replace(' ', 'T');
  return Date.parse(/T[\d:.]+$/.test(iso) ? `${iso}Z` : iso);
}

const least = (values: readonly number[]): number | null =>
  values.length === 0 ? null : Math.min(...values);
const isKnown = (value: number | null): value is number => value !== null;

/** All of them hold. */
function both(bounds: readonly Bounds[]): Bounds {
  const latest = least(bounds.flatMap(({ fromMs }) => (fromMs === null ? [] : [-fromMs])));
  return {
    fromMs: latest === null ? null : -latest,
    toMs: least(bounds.map(({ toMs }) => toMs).filter(isKnown)),
  };
}

/** One of them holds. */
function either(bounds: readonly Bounds[]): Bounds {
  const froms = bounds.map(({ fromMs }) => fromMs);
  const tos = bounds.map(({ toMs }) => toMs);
  return {
    fromMs: froms.every(isKnown) ? least(froms) : null,
    toMs: tos.every(isKnown) ? Math.max(...tos) : null,
  };
}
