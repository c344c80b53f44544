import { findCards } from './card.ts';
import { digitSpans, PHONE_SPAN } from './digits.ts';
import { findEmails } from './email.ts';
import { type Find, masked, type RedactionKind } from './find.ts';
import { fold, isFoldedAt, isFoldedDigit } from './fold.ts';
import { findPhones, type Said, withPlainAreas } from './phone.ts';

/** Spans that were replaced, by kind; a kind that was not found is absent. */
export type RedactionCounts = Partial<Record<RedactionKind, number>>;

export interface Redacted {
  readonly text: string;
  readonly findings: Readonly<RedactionCounts>;
}

const NO_FINDINGS: Readonly<RedactionCounts> = {};
/** The shortest number that any rule looks at is a local phone number. */
const MIN_DIGITS = 7;

/** False for nearly every sentence, in one pass: nothing in it can be a card, a phone number or an address. */
export function mayHoldSecret(text: string): boolean {
  let digits = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 64 || isFoldedAt(code)) return true;
    if ((code >= 48 && code <= 57) || isFoldedDigit(code)) digits += 1;
  }
  return digits >= MIN_DIGITS;
}

function findNumbers(said: Said): Find[] {
  const cards = findCards(said.text);
  const rest = { ...said, text: withPlainAreas(masked(said.text, cards)) };
  const phones = digitSpans(rest.text, PHONE_SPAN).flatMap((span) =>
    findPhones(rest, span.groups, span.hasPlus),
  );
  return [...cards, ...phones].sort((a, b) => a.start - b.start);
}

function replace(text: string, finds: readonly Find[]): string {
  let kept = '';
  let from = 0;
  for (const find of finds) {
    kept += `${text.slice(from, find.start)}[${find.kind.toUpperCase()}]`;
    from = find.end;
  }
  return kept + text.slice(from);
}

/**
 * Replaces written card numbers, phone numbers and e-mail addresses by `[CARD]`, `[PHONE]`, `[EMAIL]`; linear in the text.
 * `asked` are the prompts before it, the newest last: they tell a bare run of digits that answers for a phone number.
 */
export function redact(text: string, asked: readonly string[] = []): Redacted {
  if (!mayHoldSecret(text)) return { text, findings: NO_FINDINGS };
  const folded = fold(text);
  const emails = findEmails(folded);
  const withoutEmails = replace(text, emails);
  const numbers = findNumbers({ text: replace(folded, emails), asked });
  if (emails.length + numbers.length === 0) return { text, findings: NO_FINDINGS };
  const findings: RedactionCounts = {};
  for (const { kind } of [...emails, ...numbers]) findings[kind] = (findings[kind] ?? 0) + 1;
  return { text: replace(withoutEmails, numbers), findings };
}
