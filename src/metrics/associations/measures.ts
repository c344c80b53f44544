/** How often two values come together. */
export interface JointCount {
  readonly x: number;
  readonly y: number;
  readonly calls: number;
}

const sizeOf = (joint: readonly JointCount[]): number => joint.reduce((sum, { calls }) => sum + calls, 0);

/** Pearson's r of weighted pairs; of two 0/1 variables it is phi, of one and a number the point-biserial r. Null without variance. */
export function pearson(joint: readonly JointCount[]): number | null {
  const n = sizeOf(joint);
  const mean = (of: (each: JointCount) => number) =>
    joint.reduce((sum, each) => sum + of(each) * each.calls, 0) / n;
  const [mx, my] = [mean(({ x }) => x), mean(({ y }) => y)];
  const [xx, yy, xy] = [
    mean(({ x }) => (x - mx) ** 2),
    mean(({ y }) => (y - my) ** 2),
    mean(({ x, y }) => (x - mx) * (y - my)),
  ];
  return n === 0 || xx === 0 || yy === 0 ? null : clamped(xy / Math.sqrt(xx * yy));
}

const clamped = (r: number): number => Math.max(-1, Math.min(1, r));

/** Rank of each value, tied ones sharing the mean of their places. */
function midranks(counts: ReadonlyMap<number, number>): Map<number, number> {
  const ranks = new Map<number, number>();
  let below = 0;
  for (const [value, count] of [...counts].sort(([a], [b]) => a - b)) {
    ranks.set(value, below + (count + 1) / 2);
    below += count;
  }
  return ranks;
}

function marginal(joint: readonly JointCount[], side: 'x' | 'y'): Map<number, number> {
  const counts = new Map<number, number>();
  for (const each of joint) counts.set(each[side], (counts.get(each[side]) ?? 0) + each.calls);
  return counts;
}

/** Spearman's rank correlation with ties: Pearson's r of the midranks. (C. Spearman, Am. J. Psychology 15, 1904) */
export function spearman(joint: readonly JointCount[]): number | null {
  const [x, y] = [midranks(marginal(joint, 'x')), midranks(marginal(joint, 'y'))];
  return pearson(joint.map((each) => ({ ...each, x: x.get(each.x) ?? 0, y: y.get(each.y) ?? 0 })));
}

/** Cramér's V, corrected for its bias upwards. (W. Bergsma, J. Korean Statistical Society 42, 2013) */
export function cramersV(joint: readonly JointCount[]): number | null {
  const [n, rows, columns] = [sizeOf(joint), marginal(joint, 'x'), marginal(joint, 'y')];
  const [r, k] = [rows.size, columns.size];
  if (n < 2 || r < 2 || k < 2) return null;
  // χ²/n = Σ n_ij²/(n_i·n_j) − 1: cells without a call add nothing.
  const squares = joint.reduce(
    (sum, { x, y, calls }) => sum + calls ** 2 / ((rows.get(x) ?? 1) * (columns.get(y) ?? 1)),
    0,
  );
  const phi2 = Math.max(0, squares - 1 - ((r - 1) * (k - 1)) / (n - 1));
  const [rc, kc] = [r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)];
  const most = Math.min(rc - 1, kc - 1);
  return most <= 0 ? null : Math.min(1, Math.sqrt(phi2 / most));
}

const FIFTHS = 5;

/** A number as a category: the fifth of the calls that its midrank falls into; ties stay together. */
export function inFifths(joint: readonly JointCount[], side: 'x' | 'y'): JointCount[] {
  const counts = marginal(joint, side);
  const [ranks, n] = [midranks(counts), sizeOf(joint)];
  return joint.map((each) => {
    const rank = ranks.get(each[side]) ?? 1;
    return { ...each, [side]: Math.min(FIFTHS - 1, Math.floor((FIFTHS * (rank - 0.5)) / n)) };
  });
}

/** Counts of equal pairs as one. */
export function merged(joint: readonly JointCount[]): JointCount[] {
  const sums = new Map<string, JointCount>();
  for (const each of joint) {
    const id = `${each.x} ${each.y}`;
    sums.set(id, { ...each, calls: each.calls + (sums.get(id)?.calls ?? 0) });
  }
  return [...sums.values()];
}
