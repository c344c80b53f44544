import { type Node, parseFormula, type Value } from './formula.ts';

export type Row = Readonly<Record<string, Value>>;

/** What a mark of a sheet stands on. */
export interface Mark {
  /** Its rows, under all filters. */
  readonly rows: readonly Row[];
  /** All rows of the sheet, under all filters; and under those in context alone. */
  readonly filtered: readonly Row[];
  readonly inContext: readonly Row[];
  /** Fields that the sheet groups by. */
  readonly dimensions: readonly string[];
}

/** Evaluates the calculated fields of a workbook as Tableau does: nulls are not counted, a division by 0 is null. */
export class Evaluator {
  private readonly nodes: ReadonlyMap<string, Node>;
  /** Levels of detail that were asked before, by the rows that they are of. */
  private readonly details = new WeakMap<readonly Row[], Map<string, Value>>();

  constructor(formulas: ReadonlyMap<string, string>) {
    this.nodes = new Map([...formulas].map(([name, formula]) => [name, parseFormula(formula)]));
  }

  /** A calculated field of a mark; or MIN of a field of its rows. */
  measure(name: string, derivation: string, mark: Mark): Value {
    const field: Node = { kind: 'field', name };
    return this.aggregate(derivation === 'Min' ? { kind: 'call', name: 'MIN', args: [field] } : field, mark);
  }

  /** A field of a row, calculated or not. */
  field(name: string, row: Row): Value {
    return this.ofRow({ kind: 'field', name }, row, NO_MARK);
  }

  private aggregate(node: Node, mark: Mark): Value {
    if (node.kind === 'call' && node.name in AGGREGATES) {
      const [of] = node.args;
      const values = of ? mark.rows.map((row) => this.ofRow(of, row, mark)) : [];
      return AGGREGATES[node.name]?.(values.filter((value) => value !== null)) ?? null;
    }
    return this.combine(node, mark, (inner) => this.aggregate(inner, mark));
  }

  private ofRow(node: Node, row: Row, mark: Mark): Value {
    if (node.kind === 'call' && node.name in AGGREGATES) throw new Error(`${node.name} of one row`);
    if (node.kind === 'lod') return this.levelOfDetail(node, row, mark);
    if (node.kind === 'field' && !this.nodes.has(node.name)) return row[node.name.slice(1, -1)] ?? null;
    return this.combine(node, mark, (inner) => this.ofRow(inner, row, mark));
  }

  /** FIXED heeds filters in context only; EXCLUDE all of them. */
  private levelOfDetail(node: Node & { kind: 'lod' }, row: Row, mark: Mark): Value {
    const { scope, fields, of } = node;
    const by = scope === 'FIXED' ? fields : mark.dimensions.filter((name) => !fields.includes(name));
    const all = scope === 'FIXED' ? mark.inContext : mark.filtered;
    const keyOf = (other: Row) => JSON.stringify(by.map((name) => this.field(name, other)));
    const key = keyOf(row);
    const known = this.details.get(all) ?? new Map<string, Value>();
    this.details.set(all, known);
    const place = `${scope} ${JSON.stringify(of)} ${key}`;
    const value =
      known.get(place) ?? this.aggregate(of, { ...mark, rows: all.filter((other) => keyOf(other) === key) });
    known.set(place, value);
    return value;
  }

  private combine(node: Node, mark: Mark, of: (inner: Node) => Value): Value {
    switch (node.kind) {
      case 'value':
        return node.value;
      case 'field': {
        const named = this.nodes.get(node.name);
        if (!named) throw new Error(`${node.name} is no calculated field, and not aggregated`);
        return of(named);
      }
      case 'if':
        return of(node.test) === true ? of(node.yes) : of(node.no);
      case 'binary':
        return binary(node.op, of(node.left), of(node.right));
      case 'call':
        return call(node.name, node.args.map(of));
      case 'lod':
        throw new Error(`a level of detail of ${mark.rows.length} rows must be aggregated`);
    }
  }
}

const NO_MARK: Mark = { rows: [], filtered: [], inContext: [], dimensions: [] };

type Known = Exclude<Value, null>;
const total = (values: readonly Known[]) => values.reduce<number>((sum, value) => sum + Number(value), 0);

const AGGREGATES: Readonly<Record<string, (values: readonly Known[]) => Value>> = {
  COUNT: (values) => values.length,
  COUNTD: (values) => new Set(values).size,
  AVG: (values) => (values.length === 0 ? null : total(values) / values.length),
  MIN: (values) =>
    values.reduce<Value>((least, value) => (least === null || value < least ? value : least), null),
};

function binary(op: string, left: Value, right: Value): Value {
  if (left === null || right === null) return null;
  if (op === '+') return typeof left === 'string' ? left + String(right) : Number(left) + Number(right);
  const [a, b] = [Number(left), Number(right)];
  switch (op) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return b === 0 ? null : a / b;
    case '%':
      return b === 0 ? null : a % b;
    case '=':
      return left === right;
    case '<':
      return left < right;
    case '>=':
      return left >= right;
    default:
      throw new Error(`${op} is not evaluated`);
  }
}

function call(name: string, [first = null, second = null]: readonly Value[]): Value {
  if (name === 'IFNULL') return first ?? second;
  if (first === null) return null;
  switch (name) {
    case 'INT':
      return Math.trunc(Number(first));
    case 'ROUND':
      // Half away from zero; no average is negative here.
      return Math.round(Number(first));
    case 'STR':
      return String(first);
    case 'RIGHT':
      return String(first).slice(-Number(second));
    default:
      throw new Error(`${name} is not evaluated`);
  }
}
