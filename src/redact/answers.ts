import type { RedactionKind } from '../contract/redactions.ts';
import { dateAmount } from './birthdate.ts';
import { fold } from './fold.ts';
import { runsOf } from './runs.ts';
import { holdsAt } from './spoken-email.ts';
import { tokensOf } from './tokens.ts';

/** Kinds that are read back digit by digit. */
const OF_DIGITS: ReadonlySet<RedactionKind> = new Set([
  'card',
  'cvv',
  'pin',
  'bank',
  'national_id',
  'phone',
  'account',
]);
const WRITTEN = /^[0-9 ().+-]+$/;
const LETTER = /\p{L}/u;

/** How much of an answer a secret is: its digits, or what stands for them where the kind has none. */
export interface Answer {
  /** As they are read back; none of kinds that are not. */
  readonly digits: string;
  readonly amount: number;
}

export function amountOf(kind: RedactionKind, value: string): Answer {
  if (OF_DIGITS.has(kind)) {
    const digits = digitsOf(value);
    return { digits, amount: Math.max(1, digits.length) };
  }
  return { digits: '', amount: amountWithout(kind, value) };
}

/** A house number is no address yet, and a name no e-mail address. */
function amountWithout(kind: RedactionKind, value: string): number {
  if (kind === 'birthdate') return dateAmount(tokensOf(fold(value)));
  if (kind === 'email') return holdsAt(tokensOf(fold(value))) ? 1 : 0;
  const tokens = tokensOf(fold(value));
  const runs = runsOf(tokens);
  if (kind === 'iban') return runs.reduce((sum, { digits }) => sum + digits.length, 1);
  const spoken = runs.reduce((sum, { from, to }) => sum + to - from, 0);
  return LETTER.test(value) && spoken < tokens.length ? 1 : 0;
}

/** Said in words, or written. */
function digitsOf(text: string): string {
  if (WRITTEN.test(text)) return text.replace(/[^0-9]/g, '');
  return runsOf(tokensOf(fold(text)))
    .map((run) => run.digits)
    .join('');
}
