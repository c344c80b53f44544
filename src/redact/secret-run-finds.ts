import type { RedactionKind } from '../contract/redactions.ts';
import { brokenCards, isCorrection, isTakenBack } from './broken-runs.ts';
import { chainedRuns } from './chains.ts';
import { cueBefore } from './cues.ts';
import type { Find } from './find.ts';
import type { Run } from './runs.ts';
import { isBareAnswer, isKind, isOrdinary, kindOfRun } from './secret-runs.ts';
import type { Token } from './tokens.ts';
import type { View } from './view.ts';

const LETTER_NAMES = new Set(
  'zeta equis erre ese te ka ele eme ene pe cu ve jota hache efe ge be ce de'.split(' '),
);
const isLetter = (token: Token | undefined): boolean => token?.kind === 'word' && token.word.length === 1;

/** The letters of an id beside its digits: "q q one two … c". */
function withLetters(tokens: readonly Token[], run: Run): Pick<Run, 'from' | 'to'> {
  let { from, to } = run;
  while (isLetter(tokens[from - 1]) && run.from - from < 3) from -= 1;
  if (isLetter(tokens[to]) || LETTER_NAMES.has(tokens[to]?.word ?? '')) to += 1;
  return { from, to };
}

/** What belongs to a number besides its digits. */
function withSigns(tokens: readonly Token[], kind: RedactionKind, run: Run): Pick<Run, 'from' | 'to'> {
  if (kind === 'national_id') return withLetters(tokens, run);
  let { from } = run;
  while (kind === 'phone' && run.from - from < 2 && '+('.includes(tokens[from - 1]?.word ?? '-')) from -= 1;
  return { from, to: run.to };
}

function findOf(
  tokens: readonly Token[],
  kind: RedactionKind,
  { from, to }: Pick<Run, 'from' | 'to'>,
): Find[] {
  const [first, last] = [tokens[from], tokens[to - 1]];
  return first && last ? [{ kind, start: first.start, end: last.end }] : [];
}

const MIN_CORRECTED = 3;

interface Judged {
  readonly run: Run;
  readonly kind: RedactionKind;
}

/** "four one one sorry four two one one": what follows a correction is of the same kind. */
function kindOfCorrection(view: View, before: Judged | undefined, run: Run): RedactionKind | null {
  if (before === undefined || run.digits.length < MIN_CORRECTED || isOrdinary(view, run)) return null;
  return isCorrection(view.tokens, before.run.to, run.from) ? before.kind : null;
}

const MIN_TAKEN_BACK = 2;

/** "my pin is four eight two no wait four eight two six": so is what was taken back. */
function isTakenBackFor(view: View, run: Run, { run: next }: Judged): boolean {
  if (run.digits.length < MIN_TAKEN_BACK || isOrdinary(view, run)) return false;
  return isTakenBack(view.tokens, run.to, next.from);
}

/** Numbers whose cue, question or form makes them secrets. */
export function findSecretRuns(view: View): Find[] {
  const { tokens, runs } = view;
  const isBare = isBareAnswer(tokens, runs);
  const cards = brokenCards(tokens, runs);
  const chained = chainedRuns(view, isBare);
  const judged: Judged[] = [];
  for (const [index, run] of runs.entries()) {
    const kind: RedactionKind | null = cards.has(run)
      ? 'card'
      : (chained.get(run) ?? kindOfRun(view, run, isBare) ?? kindOfCorrection(view, judged.at(-1), run));
    if (kind === null) continue;
    const before = runs[index - 1];
    const isBeforeJudged = judged.at(-1)?.run === before;
    const next = { run, kind };
    if (before && !isBeforeJudged && isTakenBackFor(view, before, next)) judged.push({ run: before, kind });
    judged.push(next);
  }
  const finds = judged.flatMap(({ run, kind }) => findOf(tokens, kind, withSigns(tokens, kind, run)));
  return view.hasMixed ? [...finds, ...findCodes(view)] : finds;
}

const CODE = /^[a-z]{0,3}\d{4,14}[a-z]?$/;
const CODED: ReadonlySet<string> = new Set<RedactionKind>(['account', 'national_id', 'bank']);

/** Numbers with letters in them, right after their cue or as an answer: "account no. A1234567". */
function findCodes({ tokens, cues, asked }: View): Find[] {
  return tokens.flatMap((token, at) => {
    if (token.kind !== 'mixed' || !CODE.test(token.word)) return [];
    const meaning = cueBefore(tokens, cues, at)?.meaning ?? asked;
    if (meaning === null || !isKind(meaning) || !CODED.has(meaning)) return [];
    return findOf(tokens, meaning, { from: at, to: at + 1 });
  });
}
