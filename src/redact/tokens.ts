/** A word, a number, a mixture of both, or one sign of a text. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Lower case, without apostrophes' variants. */
  readonly word: string;
  readonly kind: 'word' | 'digits' | 'mixed' | 'sign';
}

/** What was found is masked by brackets: one sign, however long. */
const TOKEN = /[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}]+)*|\]+|[^\s\u200b]/gu;
const DIGITS = /^[0-9]+$/;
const WORD = /^[\p{L}\p{M}'’]+$/u;
const LETTER_OR_NUMBER = /^[\p{L}\p{M}\p{N}]/u;

function kindOf(word: string): Token['kind'] {
  if (DIGITS.test(word)) return 'digits';
  if (WORD.test(word)) return 'word';
  return LETTER_OR_NUMBER.test(word) ? 'mixed' : 'sign';
}

/** The tokens of a folded text, in order. */
export function tokensOf(text: string): Token[] {
  return Array.from(text.matchAll(TOKEN), (match) => {
    const word = match[0].toLowerCase().replaceAll('’', "'");
    return { start: match.index, end: match.index + match[0].length, word, kind: kindOf(word) };
  });
}

/** What stands where a secret was found before. */
export const isMask = ({ kind, word }: Token): boolean => kind === 'sign' && word.startsWith(']');

/** Whether nothing stands between two tokens, not even a space. */
export const isJoined = (left: Token | undefined, right: Token | undefined): boolean =>
  left !== undefined && right !== undefined && left.end === right.start;

/** Words after which a full stop ends no sentence. */
const ABBREVIATIONS = new Set(['tel', 'no', 'nr', 'ref', 'acct', 'num', 'st', 'ave', 'apt', 'núm', 'av']);

/** Whether a sentence ends with the token at `index`. */
export function endsSentence(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index];
  if (token === undefined || token.kind !== 'sign' || !'.!?;'.includes(token.word)) return false;
  if (isJoined(token, tokens[index + 1])) return false;
  return token.word !== '.' || !ABBREVIATIONS.has(tokens[index - 1]?.word ?? '');
}
