/** Tableau's formulas, as far as the workbook uses them. Written from Tableau's help on functions, not from src. */
export type Node =
  | { readonly kind: 'value'; readonly value: Value }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Node[] }
  | { readonly kind: 'if'; readonly test: Node; readonly yes: Node; readonly no: Node }
  | { readonly kind: 'binary'; readonly op: string; readonly left: Node; readonly right: Node }
  | {
      readonly kind: 'lod';
      readonly scope: 'FIXED' | 'EXCLUDE';
      readonly fields: readonly string[];
      readonly of: Node;
    };

export type Value = string | number | boolean | null;

const TOKEN = /\s*("[^"]*"|\[[^\]]*\]|\d+(?:\.\d+)?|[A-Za-z]+|<=|>=|<>|[-+*/%=<>(){},:])/y;
const LEVELS = [
  ['=', '<>', '<', '>', '<=', '>='],
  ['+', '-'],
  ['*', '/', '%'],
] as const;

export function parseFormula(text: string): Node {
  return new Parser(text).whole();
}

class Parser {
  private readonly tokens: readonly string[];
  private at = 0;

  private readonly text: string;

  constructor(text: string) {
    this.text = text;
    this.tokens = tokensOf(text);
  }

  whole(): Node {
    const node = this.binary(0);
    if (this.at < this.tokens.length) throw new Error(`${this.tokens[this.at]} is left over of ${this.text}`);
    return node;
  }

  private next(): string {
    return this.tokens[this.at++] ?? '';
  }

  private eat(token: string): void {
    const found = this.next();
    if (found !== token) throw new Error(`${token} expected, ${found} found in ${this.text}`);
  }

  private has(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private binary(level: number): Node {
    const ops: readonly string[] = LEVELS[level] ?? [];
    const inner = () => (level === LEVELS.length - 1 ? this.primary() : this.binary(level + 1));
    let left = inner();
    while (ops.includes(this.tokens[this.at] ?? ''))
      left = { kind: 'binary', op: this.next(), left, right: inner() };
    return left;
  }

  private list<T>(end: string, item: () => T): T[] {
    const items: T[] = [];
    while (!this.has(end)) {
      items.push(item());
      this.has(',');
    }
    return items;
  }

  private primary(): Node {
    const token = this.next();
    if (token === '(') {
      const inner = this.binary(0);
      this.eat(')');
      return inner;
    }
    if (token === '{') return this.levelOfDetail();
    if (token === 'IF') return this.condition();
    if (token.startsWith('[')) return { kind: 'field', name: token };
    if (token.startsWith('"')) return { kind: 'value', value: token.slice(1, -1) };
    if (/^\d/.test(token)) return { kind: 'value', value: Number(token) };
    this.eat('(');
    return { kind: 'call', name: token, args: this.list(')', () => this.binary(0)) };
  }

  private condition(): Node {
    const test = this.binary(0);
    this.eat('THEN');
    const yes = this.binary(0);
    const no: Node = this.has('ELSE') ? this.binary(0) : { kind: 'value', value: null };
    this.eat('END');
    return { kind: 'if', test, yes, no };
  }

  private levelOfDetail(): Node {
    const scope = this.next() === 'FIXED' ? 'FIXED' : 'EXCLUDE';
    const fields = this.list(':', () => this.next());
    const of = this.binary(0);
    this.eat('}');
    return { kind: 'lod', scope, fields, of };
  }
}

function tokensOf(text: string): readonly string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const from = TOKEN.lastIndex;
    const [, token] = TOKEN.exec(text) ?? [];
    if (token === undefined) throw new Error(`What is ${text.slice(from)}?`);
    tokens.push(token);
  }
  return tokens;
}
