import { REDACTION_KIND_NAMES, type RedactionKind } from '../contract/redactions.ts';
import { Expectation } from './expectation.ts';
import type { Find } from './find.ts';
import { glanceOf } from './glance.ts';
import { findSecrets } from './search.ts';
import { mayAnswer, mayHoldSecret } from './signs.ts';
import type { Around } from './view.ts';

/** Spans that were replaced, by kind; a kind that was not found is absent. */
export type RedactionCounts = Partial<Record<RedactionKind, number>>;

export interface Redacted {
  readonly text: string;
  readonly findings: Readonly<RedactionCounts>;
}

export const ALL_KINDS: ReadonlySet<RedactionKind> = new Set(REDACTION_KIND_NAMES);
const NO_FINDINGS: Readonly<RedactionCounts> = {};

/** The text with each find replaced by its kind. */
export function replaced(text: string, finds: readonly Find[]): Redacted {
  if (finds.length === 0) return { text, findings: NO_FINDINGS };
  const findings: RedactionCounts = {};
  let kept = '';
  let from = 0;
  for (const { kind, start, end } of finds) {
    kept += `${text.slice(from, start)}[${kind.toUpperCase()}]`;
    from = end;
    findings[kind] = (findings[kind] ?? 0) + 1;
  }
  return { text: kept + text.slice(from), findings };
}

/** Adds counts per kind onto a tally. */
export function addCounts(tally: RedactionCounts, counts: Readonly<RedactionCounts>): void {
  for (const kind of Object.keys(counts) as RedactionKind[]) {
    tally[kind] = (tally[kind] ?? 0) + (counts[kind] ?? 0);
  }
}

const knownAsNothing = () => undefined;

/** Of a text that stands by itself. */
export const NOTHING_AROUND: Around = {
  asked: null,
  isAnswered: false,
  asksCode: false,
  isCaller: false,
  askedOfCaller: undefined,
  knownAs: knownAsNothing,
};

/**
 * Replaces secrets by their kinds, as in `[CARD]`; linear in the text. `prompts` came before it, the newest last: they tell what
 * a bare number answers. A conversation tells more: see Conversation.
 */
export function redact(
  text: string,
  prompts: readonly string[] = [],
  kinds: ReadonlySet<RedactionKind> = ALL_KINDS,
): Redacted {
  if (kinds.size === 0) return { text, findings: NO_FINDINGS };
  const { signs } = glanceOf(text);
  if (!mayHoldSecret(signs) && (prompts.length === 0 || !mayAnswer(signs, text)))
    return { text, findings: NO_FINDINGS };
  const expected = new Expectation();
  for (const prompt of prompts) expected.hear(glanceOf(prompt));
  if (!mayHoldSecret(signs) && !expected.asksForSecret) return { text, findings: NO_FINDINGS };
  const { asked, isAnswered, asksCode } = expected;
  const around = {
    asked,
    isAnswered,
    asksCode,
    isCaller: false,
    askedOfCaller: undefined,
    knownAs: knownAsNothing,
  };
  const finds = findSecrets(text, around);
  return replaced(
    text,
    finds.filter(({ kind }) => kinds.has(kind)),
  );
}
