import { findAddresses } from './address.ts';
import { findBirthdates } from './birthdate.ts';
import { findCards } from './card.ts';
import { findCodesBeside } from './code-beside.ts';
import type { Meaning } from './cue-words.ts';
import { cueAfter, cueBefore } from './cues.ts';
import { digitSpans, PHONE_SPAN } from './digits.ts';
import { findEmails } from './email.ts';
import { findEmailParts } from './email-parts.ts';
import { type Find, masked } from './find.ts';
import { fold } from './fold.ts';
import { findIbans, findSpokenIban } from './iban.ts';
import { findIbanPart } from './iban-part.ts';
import { findNationalIds } from './national-ids.ts';
import { findPhones, type PhoneMeaning, withPlainAreas } from './phone.ts';
import { findSecretRuns } from './secret-run-finds.ts';
import { findSpokenEmails } from './spoken-email.ts';
import type { Token } from './tokens.ts';
import { type Around, View } from './view.ts';

// The least that a rule of each form needs.
const CARD_DIGITS = 13;
const IBAN_DIGITS = 2;
const ID_DIGITS = 6;
const ID_GROUPS = 3;
const PHONE_DIGITS = 7;

/** The rules, those that are surer of themselves first; each sees only what those before have left. */
const STEPS: readonly ((view: View) => Find[])[] = [
  emails,
  ibans,
  ({ text, digits }) => (digits < CARD_DIGITS ? [] : findCards(text)),
  (view) => (mayHoldId(view) ? findNationalIds(lowerCase(view.text)) : []),
  birthdates,
  (view) => (view.hasLetters || view.expected === 'address' ? findAddresses(view) : []),
  findCodesBeside,
  findSecretRuns,
  phones,
];

/** Every secret of a text, in order, none within another. */
export function findSecrets(text: string, around: Around): Find[] {
  let view = new View(fold(text), around);
  const finds: Find[] = [];
  for (const find of STEPS) {
    const found = find(view);
    if (found.length === 0) continue;
    const kept = apart(found);
    for (const one of kept) finds.push(one);
    if (view.isSpentBy(kept)) break;
    view = new View(masked(view.text, kept), around);
  }
  return finds.sort((a, b) => a.start - b.start);
}

function emails({ text, tokens, asked, expected, hasLetters }: View): Find[] {
  if (!hasLetters) return [];
  const written = findEmails(text);
  const spoken = findSpokenEmails(tokens, asked === 'email');
  if (expected === 'email' && written.length === 0 && spoken.length === 0) return findEmailParts(tokens);
  return spoken.length === 0 ? written : [...written, ...spoken];
}

function birthdates(view: View): Find[] {
  return view.asked === 'birthdate' || view.hasLetters ? findBirthdates(view) : [];
}

/** Letters with the digits, or digits in three groups: no id has another form. */
function mayHoldId({ tokens, digits }: View): boolean {
  if (digits < ID_DIGITS) return false;
  const isLettered = tokens.some(
    ({ kind, word }) => kind === 'mixed' || (kind === 'word' && word.length === 1),
  );
  return isLettered || tokens.filter(({ kind }) => kind === 'digits').length >= ID_GROUPS;
}

/** In order, and of those that overlap the first. */
function apart(finds: readonly Find[]): Find[] {
  let end = 0;
  return [...finds]
    .sort((a, b) => a.start - b.start)
    .filter((find) => {
      if (find.start < end) return false;
      end = find.end;
      return true;
    });
}

/** Lower case of the same length: two letters of Unicode grow when they are lowered. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function ibans(view: View): Find[] {
  const finds = view.hasLetters ? wholeIbans(view) : [];
  return finds.length === 0 && view.expected === 'iban' ? findIbanPart(view) : finds;
}

function wholeIbans(view: View): Find[] {
  const starts = view.cues.filter(({ meaning }) => meaning === 'iban').map(({ to }) => to);
  if (view.asked === 'iban') starts.push(0);
  const finds = view.digits < IBAN_DIGITS ? [] : findIbans(view.tokens, starts.length > 0);
  for (const from of starts) {
    const spoken = findSpokenIban(view, from);
    if (spoken !== null) finds.push(spoken);
  }
  return finds;
}

const phoneMeaning = (meaning: Meaning): PhoneMeaning =>
  meaning === 'phone' || meaning === 'thing' ? meaning : 'other';

function phones({ text, tokens, cues, asked, digits }: View): Find[] {
  if (digits < PHONE_DIGITS) return [];
  const meaningAt = ({ start, end }: { start: number; end: number }): PhoneMeaning => {
    const at = tokenFrom(tokens, start);
    const cue = cueBefore(tokens, cues, at) ?? cueAfter(tokens, cues, tokenFrom(tokens, end));
    const meaning = cue?.meaning ?? asked;
    return meaning === null ? 'none' : phoneMeaning(meaning);
  };
  const said = { text: withPlainAreas(text), meaningAt };
  return digitSpans(said.text, PHONE_SPAN).flatMap((span) => findPhones(said, span.groups, span.hasPlus));
}

/** The index of the first token that begins at a position or behind it. */
function tokenFrom(tokens: readonly Token[], position: number): number {
  let low = 0;
  for (let high = tokens.length; low < high; ) {
    const middle = (low + high) >> 1;
    if ((tokens[middle]?.start ?? 0) < position) low = middle + 1;
    else high = middle;
  }
  return low;
}
