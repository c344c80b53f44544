import type { RedactionKind } from '../contract/redactions.ts';
import { isPause } from './broken-runs.ts';
import { isIssued } from './card.ts';
import type { Piece, Run } from './runs.ts';
import { isOrdinary, kindOfRun } from './secret-runs.ts';
import type { View } from './view.ts';

/** Digits with which a number of a kind is whole: what follows is another one. */
const WHOLE: Readonly<Partial<Record<RedactionKind, number>>> = {
  card: 15,
  pin: 4,
  bank: 8,
  national_id: 9,
  phone: 10,
  account: 8,
};
const LONGEST_WHOLE = 15;
/** No number is broken into more. */
const MAX_LINKS = 8;
/** Groups of a card, without any other word that calls it one. */
const MIN_GROUPS = 3;

const NONE: ReadonlyMap<Run, RedactionKind> = new Map();

/** The runs that are one number together, with "yeah" or "and then" between: "four eight and two six". */
export function chainedRuns(view: View, isBare: boolean): ReadonlyMap<Run, RedactionKind> {
  const { runs } = view;
  if (runs.length < 2) return NONE;
  const kinds = new Map<Run, RedactionKind>();
  for (let from = 0; from < runs.length - 1; from++) {
    const chain = chainFrom(view, from);
    const kind = chain.length > 1 ? kindOfChain(view, chain, isBare) : null;
    if (kind === null) continue;
    for (const run of chain) kinds.set(run, kind);
    from += chain.length - 1;
  }
  return kinds;
}

function chainFrom(view: View, from: number): Run[] {
  const chain: Run[] = [];
  let digits = 0;
  for (const run of view.runs.slice(from, from + MAX_LINKS)) {
    const last = chain.at(-1);
    if (last && (digits >= LONGEST_WHOLE || !isPause(view.tokens, last.to, run.from))) break;
    if (run.isAmount || isOrdinary(view, run)) break;
    digits += run.digits.length;
    chain.push(run);
  }
  return chain;
}

function kindOfChain(view: View, chain: readonly Run[], isBare: boolean): RedactionKind | null {
  const [first, last] = [chain[0], chain.at(-1)];
  if (first === undefined || last === undefined) return null;
  const pieces: Piece[] = [];
  for (const run of chain) for (const piece of run.pieces) pieces.push(piece);
  const digits = pieces.map((piece) => piece.digits).join('');
  const run = { from: first.from, to: last.to, pieces, digits, isAmount: false };
  const kind = kindOfRun(view, run, isBare);
  if (kind === null) return isIssued(digits) && pieces.length >= MIN_GROUPS ? 'card' : null;
  const beforeLast = digits.length - last.digits.length;
  return beforeLast < (WHOLE[kind] ?? 0) ? kind : null;
}
