import type { Answer, AnswerRow, MetricValue, Scalar } from './question.ts';

/** What one segment contributes to the change of a rate or a mean between two periods. */
export interface MovedRow {
  /** null is "(none)". */
  readonly key: Scalar | null;
  /** Share of the denominator, and the rate, now and before; the rate of an absent segment is null. */
  readonly weight: number;
  readonly weightBefore: number;
  readonly value: number | null;
  readonly valueBefore: number | null;
  readonly n: number;
  readonly nBefore: number;
  /** Because the segment has a larger or smaller part: Δw·(mean r − mean R). */
  readonly mix: number;
  /** Because its own rate changed: (mean w)·Δr. */
  readonly rate: number;
}

export interface Moved {
  /** Largest contribution first. */
  readonly rows: readonly MovedRow[];
  readonly value: number | null;
  readonly valueBefore: number | null;
  /** The change, which is the sum of all that the rows contribute. Null when one period has no calls. */
  readonly change: number | null;
}

interface Part {
  readonly sum: number;
  readonly n: number;
}

/** Of a value of sums: a rate, or a mean. */
function partOf(value: MetricValue | undefined): Part {
  if (value && 'denominator' in value) return { sum: value.numerator, n: value.denominator };
  if (value && 'n' in value) return { sum: (value.value ?? 0) * value.n, n: value.n };
  return { sum: 0, n: 0 };
}

const total = (parts: readonly Part[]): Part => ({
  sum: parts.reduce((all, { sum }) => all + sum, 0),
  n: parts.reduce((all, { n }) => all + n, 0),
});
const ratio = ({ sum, n }: Part): number | null => (n === 0 ? null : sum / n);

/** Splits the change of a metric by the rows of an answer of one dimension that was asked with a comparison. */
export function movedOf(answer: Pick<Answer, 'rows'>, dimension: string, metric: string): Moved {
  const segments = answer.rows.map((row: AnswerRow) => ({
    key: row.key[dimension] ?? null,
    now: partOf(row.values[metric]),
    before: partOf(row.previous?.[metric]),
  }));
  const [now, before] = [total(segments.map((each) => each.now)), total(segments.map((each) => each.before))];
  const [value, valueBefore] = [ratio(now), ratio(before)];
  if (value === null || valueBefore === null) return { rows: [], value, valueBefore, change: null };
  const middle = (value + valueBefore) / 2;
  const rows = segments
    .filter((each) => each.now.n > 0 || each.before.n > 0)
    .map((each) => contribution(each, { now: now.n, before: before.n, middle }));
  rows.sort((a, b) => Math.abs(b.mix + b.rate) - Math.abs(a.mix + a.rate));
  return { rows, value, valueBefore, change: value - valueBefore };
}

interface Whole {
  readonly now: number;
  readonly before: number;
  /** Mean of the two periods' values. */
  readonly middle: number;
}

/** An absent segment takes the other period's rate: it moves by its weight alone. */
function contribution(
  { key, now, before }: { readonly key: Scalar | null; readonly now: Part; readonly before: Part },
  whole: Whole,
): MovedRow {
  const [weight, weightBefore] = [now.n / whole.now, before.n / whole.before];
  const [value, valueBefore] = [ratio(now), ratio(before)];
  const [r, rBefore] = [value ?? valueBefore ?? 0, valueBefore ?? value ?? 0];
  return {
    key,
    weight,
    weightBefore,
    value,
    valueBefore,
    n: now.n,
    nBefore: before.n,
    mix: (weight - weightBefore) * ((r + rBefore) / 2 - whole.middle),
    rate: ((weight + weightBefore) / 2) * (r - rBefore),
  };
}
