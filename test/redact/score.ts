import { REDACTION_KIND_NAMES, type RedactionKind } from '../../src/contract/redactions.ts';
import { Conversation } from '../../src/redact/conversation.ts';
import type { Find } from '../../src/redact/find.ts';
import { type Form, type LabelledCase, type LabelledSecret, labelledCases, type Part } from './labelled.ts';

/** How many secrets of one kind there were, were found, and were called what they are. */
export interface KindScore {
  secrets: number;
  found: number;
  named: number;
}

export interface Score {
  readonly kinds: Readonly<Record<RedactionKind, KindScore>>;
  readonly cases: number;
  readonly secrets: number;
  readonly found: number;
  readonly named: number;
  /** Cases in which something was replaced that is no secret. */
  readonly hit: number;
  readonly missedLines: readonly string[];
  readonly hitLines: readonly string[];
}

const WORTH = /[\p{L}\p{N}]/u;

/** Not one letter or digit of it is left. */
function isGone(text: string, { start, end }: LabelledSecret, finds: readonly Find[]): boolean {
  for (let at = start; at < end; at++) {
    if (WORTH.test(text.charAt(at)) && !finds.some((find) => find.start <= at && at < find.end)) return false;
  }
  return true;
}

const overlaps = (find: Find, secret: LabelledSecret): boolean =>
  find.start < secret.end && secret.start < find.end;

function scoreCase({ turns }: LabelledCase, kinds: Record<RedactionKind, KindScore>) {
  const conversation = new Conversation();
  let [missed, hit] = [false, false];
  for (const { speaker, text, secrets } of turns) {
    const finds = conversation.find(speaker === 'Customer' ? 'caller' : 'company', text);
    if (finds.some((find) => !secrets.some((secret) => overlaps(find, secret)))) hit = true;
    for (const secret of secrets) {
      const kind = kinds[secret.kind as RedactionKind];
      const gone = isGone(text, secret, finds);
      kind.secrets += 1;
      kind.found += gone ? 1 : 0;
      kind.named += gone && finds.some((find) => overlaps(find, secret) && find.kind === secret.kind) ? 1 : 0;
      if (!gone) missed = true;
    }
  }
  return { missed, hit };
}

/** What the rules make of one part of the labelled set. */
export function scoreOf(form: Form, parts: readonly Part[]): Score {
  const cases = parts.flatMap((part) => labelledCases(form, part));
  const kinds = Object.fromEntries(
    REDACTION_KIND_NAMES.map((kind): [string, KindScore] => [kind, { secrets: 0, found: 0, named: 0 }]),
  ) as Record<RedactionKind, KindScore>;
  const judged = cases.map((one) => ({ line: one.line, ...scoreCase(one, kinds) }));
  const sum = (key: keyof KindScore) => Object.values(kinds).reduce((total, kind) => total + kind[key], 0);
  return {
    kinds,
    cases: cases.length,
    secrets: sum('secrets'),
    found: sum('found'),
    named: sum('named'),
    hit: judged.filter(({ hit }) => hit).length,
    missedLines: judged.filter(({ missed }) => missed).map(({ line }) => line),
    hitLines: judged.filter(({ hit }) => hit).map(({ line }) => line),
  };
}

/** Written, spoken, untouched. */
export const partFigures = (parts: readonly Part[]): readonly [Score, Score, Score] => [
  scoreOf('written', parts),
  scoreOf('spoken', parts),
  scoreOf('untouched', parts),
];
