import type { Rng } from '../rng.ts';

/**
 * What can be said, as data. `(a|b)` is one of them, `[a]` comes half the time, `<name>` is one of the phrases of that rule,
 * `{name}` is a particular of the call. All of them nest.
 */
export type Phrase =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'hole'; readonly name: string }
  | { readonly kind: 'rule'; readonly name: string }
  | { readonly kind: 'choice'; readonly options: readonly Phrase[] }
  | { readonly kind: 'maybe'; readonly inner: Phrase }
  | { readonly kind: 'all'; readonly parts: readonly Phrase[] };

export type Rules = ReadonlyMap<string, readonly Phrase[]>;
export type FillHole = (name: string) => string;

/** Particulars that a call has; `topic` and `value` in prompts, `month` in a date. */
const HOLES = [
  ...['amount', 'extras', 'half', 'price', 'fee', 'number', 'minutes', 'day', 'country', 'device'],
  ...['topic', 'value', 'month'],
];

const TOKEN = /\(|\)|\[|\]|\||<[a-z][a-z0-9_]*>|\{[a-z][a-zA-Z0-9_]*\}|[^()[\]|<>{}]+|./gu;

/** @throws Error that says what is wrong with the notation */
export function parsePhrase(text: string): Phrase {
  const tokens = text.match(TOKEN) ?? [];
  let at = 0;
  function options(end: string | undefined): Phrase {
    const found: Phrase[] = [];
    for (;;) {
      const parts: Phrase[] = [];
      while (at < tokens.length && tokens[at] !== '|' && tokens[at] !== end)
        parts.push(part(tokens[at++] ?? ''));
      const [only] = parts;
      found.push(parts.length === 1 && only ? only : { kind: 'all', parts });
      if (tokens[at] !== '|') break;
      at++;
    }
    if (tokens[at] !== end) throw new Error(`has no ${end ?? 'end'}`);
    at++;
    const [first] = found;
    return found.length === 1 && first ? first : { kind: 'choice', options: found };
  }
  function part(token: string): Phrase {
    if (token === '(') return options(')');
    if (token === '[') return { kind: 'maybe', inner: options(']') };
    if (/^[)\]<>{}]$/.test(token)) throw new Error(`has a ${token} that fits nothing`);
    if (token.startsWith('<')) return { kind: 'rule', name: token.slice(1, -1) };
    return token.startsWith('{') ? { kind: 'hole', name: token.slice(1, -1) } : { kind: 'text', text: token };
  }
  return options(undefined);
}

/** What is wrong with a phrase, null when nothing is. */
export function phraseFault(text: string, rules: readonly string[]): string | null {
  try {
    const phrase = parsePhrase(text);
    const rule = [...namesIn(phrase, 'rule')].find((name) => !rules.includes(name));
    if (rule !== undefined) return `names an unknown rule <${rule}>`;
    const hole = [...namesIn(phrase, 'hole')].find((name) => !HOLES.includes(name));
    return hole === undefined ? null : `names an unknown {${hole}}: known are ${HOLES.join(', ')}`;
  } catch (error) {
    return error instanceof Error ? error.message : 'is not a phrase';
  }
}

/** The rules that any of these phrases calls. */
export function calledBy(phrases: readonly string[]): string[] {
  return phrases.flatMap((text) => [...namesIn(parsePhrase(text), 'rule')]);
}

function* namesIn(phrase: Phrase, kind: 'rule' | 'hole'): Generator<string> {
  if ((phrase.kind === 'rule' || phrase.kind === 'hole') && phrase.kind === kind) yield phrase.name;
  if (phrase.kind === 'maybe') yield* namesIn(phrase.inner, kind);
  const inner = phrase.kind === 'choice' ? phrase.options : phrase.kind === 'all' ? phrase.parts : [];
  for (const each of inner) yield* namesIn(each, kind);
}

/** One way to say it. */
export function speak(phrase: Phrase, rng: Rng, rules: Rules, fill: FillHole): string {
  if (phrase.kind === 'text') return phrase.text;
  const text = spoken(phrase, rng, rules, fill);
  return text.includes('  ') || text.startsWith(' ') || text.endsWith(' ')
    ? text.replace(/ +/g, ' ').trim()
    : text;
}

function spoken(phrase: Phrase, rng: Rng, rules: Rules, fill: FillHole): string {
  switch (phrase.kind) {
    case 'text':
      return phrase.text;
    case 'hole':
      return fill(phrase.name);
    case 'rule':
      return spoken(rng.pick(rules.get(phrase.name) ?? []), rng, rules, fill);
    case 'choice':
      return spoken(rng.pick(phrase.options), rng, rules, fill);
    case 'maybe':
      return rng.chance(500) ? spoken(phrase.inner, rng, rules, fill) : '';
    case 'all': {
      let text = '';
      for (const part of phrase.parts) text += spoken(part, rng, rules, fill);
      return text;
    }
  }
}
