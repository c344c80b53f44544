/** A word, a number, a mixture of both, or one sign of a text. */
export interface Token {
  readonly start: number;
  readonly end: number;
  /** Lower case, with straight apostrophes. */
  readonly word: string;
  readonly kind: 'word' | 'digits' | 'mixed' | 'sign';
}

const DIGIT = 1;
const LETTER = 2;
const SPACE = 4;
const APOSTROPHE = 8;
const MASK = 16;

/** Classes of ASCII: nearly every text has nothing else. */
const ASCII = Uint8Array.from({ length: 128 }, (_, code) => classOf(String.fromCharCode(code)));

function classOf(character: string): number {
  if (/[0-9]/.test(character)) return DIGIT;
  if (/[\p{L}\p{M}\p{N}]/u.test(character)) return LETTER;
  if (/[\s\u200b]/.test(character)) return SPACE;
  if (/['’]/.test(character)) return APOSTROPHE;
  return character === ']' ? MASK : 0;
}

/** Halves of a pair count as letters: letters, and what no rule knows. */
function classAt(text: string, index: number): number {
  if (index >= text.length) return 0;
  const code = text.charCodeAt(index);
  if (code < 128) return ASCII[code] ?? 0;
  return code >= 0xd800 && code <= 0xdfff ? LETTER : classOf(text.charAt(index));
}

const KINDS: readonly Token['kind'][] = ['sign', 'digits', 'word', 'mixed'];

function tokenFrom(text: string, start: number, first: number): Token {
  let end = start + 1;
  let seen = first;
  let isCurly = false;
  if (first === MASK) {
    while (classAt(text, end) === MASK) end += 1;
  } else if (first === DIGIT || first === LETTER) {
    for (; end < text.length; end++) {
      const kind = classAt(text, end);
      if (kind === APOSTROPHE && seen !== DIGIT && classAt(text, end + 1) === LETTER) {
        isCurly ||= text.charAt(end) !== "'";
        continue;
      }
      if (kind !== DIGIT && kind !== LETTER) break;
      seen |= kind;
    }
  }
  const kind = KINDS[seen & (DIGIT | LETTER)] ?? 'sign';
  const said = text.slice(start, end);
  return { start, end, word: kind === 'digits' || kind === 'sign' ? said : wordOf(said, isCurly), kind };
}

function wordOf(said: string, isCurly: boolean): string {
  const lower = said.toLowerCase();
  return isCurly ? lower.replaceAll('’', "'") : lower;
}

/** The tokens of a folded text, in order; what is masked is one sign, however long. */
export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  for (let index = 0; index < text.length; ) {
    const first = classAt(text, index);
    if (first === SPACE) {
      index += 1;
      continue;
    }
    const token = tokenFrom(text, index, first);
    tokens.push(token);
    index = token.end;
  }
  return tokens;
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
