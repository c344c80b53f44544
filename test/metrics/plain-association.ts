import { keyOf } from './reference.ts';
import type { TestSession } from './sessions.ts';

/** Measures from their textbook formulas, over plain lists; slow, and without weights. */

type Value = (call: TestSession, timeZone: string) => number | null;

const status =
  (word: string): Value =>
  ({ resolution_status }) =>
    resolution_status === null ? null : Number(resolution_status === word);
const hundredths = (x: number, n: number) => (n === 0 ? null : Math.floor((100 * x) / n));
const names = new Map<string, number>();

/** What each variable is of a call, by its definition. */
export const VALUES: Readonly<Record<string, Value>> = {
  resolved: status('Resolved'),
  escalated: status('Escalated'),
  abandoned: status('Abandoned'),
  bot_duration: ({ bot_duration_sec }) => bot_duration_sec,
  turns: ({ customer_turns }) => customer_turns,
  confidence: ({ confidence_micros, scored_turns }) =>
    scored_turns === 0 ? null : Math.floor(confidence_micros / (10_000 * scored_turns)),
  recognition: ({ recognised_turns, judged_turns }) => hundredths(recognised_turns, judged_turns),
  errors: ({ has_event, no_match_events, no_input_events }) =>
    has_event ? no_match_events + no_input_events : null,
  system_error: ({ system_error_flag }) =>
    system_error_flag === null ? null : Number(system_error_flag === 'Y'),
  sentiment: ({ customer_sentiment }) =>
    customer_sentiment === null ? null : ['Negative', 'Neutral', 'Positive'].indexOf(customer_sentiment) - 1,
  tenure: ({ tenure_months }) => tenure_months,
  hour: (call, timeZone) => Number(keyOf(call, 'hour_of_day', timeZone)),
  topic: ({ topic_name }) => {
    if (topic_name === null) return null;
    if (!names.has(topic_name)) names.set(topic_name, names.size);
    return names.get(topic_name) ?? null;
  },
};

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Pearson's product-moment correlation. */
export function product(x: readonly number[], y: readonly number[]): number | null {
  if (new Set(x).size < 2 || new Set(y).size < 2) return null;
  const [mx, my] = [mean(x), mean(y)];
  const dx = x.map((value) => value - mx);
  const dy = y.map((value) => value - my);
  const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
  const top = sum(dx.map((d, index) => d * (dy[index] ?? 0)));
  return top / Math.sqrt(sum(dx.map((d) => d * d)) * sum(dy.map((d) => d * d)));
}

/** Mean place of each value in the sorted list, from 1. */
export function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal + 1) / 2;
  });
}

export const fifths = (values: readonly number[]): number[] =>
  ranks(values).map((rank) => Math.min(4, Math.floor((5 * (rank - 0.5)) / values.length)));

/** Cramér's V with Bergsma's correction, from the whole table of observed and expected counts. */
export function chiSquareV(x: readonly number[], y: readonly number[]): number | null {
  const [rows, columns, n] = [[...new Set(x)], [...new Set(y)], x.length];
  if (n < 2 || rows.length < 2 || columns.length < 2) return null;
  let chi = 0;
  for (const row of rows) {
    for (const column of columns) {
      const seen = x.filter((value, index) => value === row && y[index] === column).length;
      const expected =
        (x.filter((value) => value === row).length * y.filter((value) => value === column).length) / n;
      chi += (seen - expected) ** 2 / expected;
    }
  }
  const [r, k] = [rows.length, columns.length];
  const phi = Math.max(0, chi / n - ((r - 1) * (k - 1)) / (n - 1));
  const most = Math.min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1;
  return most <= 0 ? null : Math.min(1, Math.sqrt(phi / most));
}
