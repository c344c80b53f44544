import { code, markdownTable } from '../contract/markdown-table.ts';
import { DIMENSIONS } from './dimensions.ts';
import { FIELDS } from './fields.ts';
import type { Metric } from './metric.ts';
import { METRICS } from './registry.ts';

/** docs/metrics.md: what every number means, from the registry itself. */
export function metricsMarkdown(): string {
  return `${[INTRODUCTION, metrics(), dimensions(), filters(), NOTES].join('\n\n')}\n`;
}

const INTRODUCTION = `# Metrics

Generated from \`src/metrics\` by \`npm run docs\`. Dashboard, command line, API and exports read these definitions and
no others.

Rates are of the sessions that started in the period, in the reporting time zone. Counts, numerators and denominators
are integers that sum over a partition; customers, means and percentiles do not, and are computed anew for every question.
The **bot leg** is the turns before the first Agent turn.`;

const UNITS: Readonly<Record<Metric['unit'], string>> = {
  sessions: 'sessions',
  customers: 'customers',
  share: 'share, 0 to 1',
  sec: 's',
  turns: 'turns',
  score: 'score, 0 to 1',
};

const INTERVALS: Readonly<Record<Metric['expression']['form'], string>> = {
  count: '–',
  distinct: '–',
  share: 'Wilson',
  turn_share: 'clustered by session',
  mean: "Student's t over sessions",
  balance: 'normal',
  percentile: '–',
};

function metrics(): string {
  const rows = METRICS.map((metric) => [
    code(metric.name),
    metric.label,
    metric.kind,
    UNITS[metric.unit],
    metric.good ?? '–',
    metric.additive ? 'yes' : 'no',
    INTERVALS[metric.expression.form],
    metric.description,
  ]);
  const head = ['name', 'label', 'kind', 'unit', 'good', 'sums', '95 % interval', 'definition'];
  return `## Metrics\n\n${markdownTable(head, rows)}`;
}

function dimensions(): string {
  const rows = DIMENSIONS.map(({ name, label, kind, description }) => [code(name), label, kind, description]);
  return `## Dimensions

Up to three in one question. Times and ordinals come in their own order, categories by sessions, most first. A missing
value is a row "(none)", never left out.

${markdownTable(['name', 'label', 'kind', 'description'], rows)}`;
}

function filters(): string {
  const rows = FIELDS.map(({ name, ops }) => [code(name), ops.map(code).join(', ')]);
  return `## Filters

\`not_in\` keeps exactly what \`in\` leaves out, missing values among it; \`null\` among the values of either is "(none)". A
range includes both ends, and no missing value. A bucket of time is named by any moment in it: \`2025-03\` is March.

${markdownTable(['field', 'takes'], rows)}`;
}

const NOTES = `## Intervals and comparisons

- Share of sessions: Wilson's score interval. Difference of two such shares: Newcombe's hybrid score interval.
- Any other difference, of two periods that count as independent: from the intervals of both values, d − √((a−l)² + (u′−b)²) to d + √((u−a)² + (b−l′)²), by
  Zou and Donner (2008); for two shares of sessions that is Newcombe's. A count and a percentile have none.
- Share r = Σx/Σn of turns over the m sessions that have any: r ± 1.96 √v, v = m/(m−1) · Σ(x−rn)² / (Σn)².
- Mean: the same v with the t quantile of m − 1 degrees of freedom. For a mean of sessions it is the textbook interval.
- \`net_sentiment\`: v = (p₊ + p₋ − (p₊ − p₋)²) / n.
- Percentile: nearest rank, the smallest value that at least so many per cent of the values do not exceed.
- Base \`engaged\` asks about engaged sessions only.
- \`previous_period\` is the period moved back by its length, in whole weeks (rounded up) when it is a week or more;
  \`previous_year\` is 364 days back. Both move in local time, and a period that is not over at the newest call compares its
  elapsed part.
- A follow-up is a session of the same customer with a greater start, up to the end of the call plus the window. The search
  ignores all filters. A session whose window is still open at the newest call of all is in neither numerator nor denominator; it is
  counted as \`immature\`. A call without an end counts as if it ended when it began.`;
