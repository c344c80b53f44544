import { UNITS } from './cue-words.ts';
import type { Find } from './find.ts';
import { LINK_WORDS } from './iban.ts';
import type { Token } from './tokens.ts';
import type { View } from './view.ts';

const MIN_DIGITS = 2;
/** "GB29": the letters of a bank follow it, in a group of four. */
const COUNTRY = /^[a-z]{2}\d{2}$/;
const BANK = /^[a-z]{4}$/;
const CODE = /^[a-z0-9]*\d[a-z0-9]*$/;
const SIGNS = new Set([',', '-', '.']);

/** What a turn holds of an IBAN that was asked for and comes over turns: codes and numbers, and nothing else but little words. */
export function findIbanPart(view: View): Find[] {
  const { tokens, runAt } = view;
  let [first, last, digits] = [-1, -1, 0];
  for (let at = 0; at < tokens.length; ) {
    const run = runAt.get(at);
    const isPiece = run !== undefined || isCode(tokens, at);
    if (!isPiece && !isBetween(tokens[at])) return [];
    if (isPiece) {
      if (first < 0) first = at;
      digits += run?.digits.length ?? digitsIn(tokens[at]);
      last = run ? run.to - 1 : at;
    }
    at = run ? run.to : at + 1;
  }
  const [from, to] = [tokens[first], tokens[last]];
  const isCount = UNITS.has(tokens[last + 1]?.word ?? '');
  if (digits < MIN_DIGITS || isCount || from === undefined || to === undefined) return [];
  return [{ kind: 'iban', start: from.start, end: to.end }];
}

function isCode(tokens: readonly Token[], at: number): boolean {
  const token = tokens[at];
  if (token === undefined || token.kind === 'sign') return false;
  if (CODE.test(token.word)) return true;
  if (token.word.length === 1) return true;
  return BANK.test(token.word) && COUNTRY.test(tokens[at - 1]?.word ?? '');
}

const isBetween = (token: Token | undefined): boolean =>
  token !== undefined && (LINK_WORDS.has(token.word) || SIGNS.has(token.word));

const digitsIn = (token: Token | undefined): number => token?.word.replace(/\D/g, '').length ?? 0;
