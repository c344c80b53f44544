import { collectAggregates } from './aggregates.ts';
import { dialectNamed } from './dialect/named.ts';
import type { Dimension } from './dimension.ts';
import { DIMENSIONS_BY_NAME } from './dimensions.ts';
import { measureOf } from './measure/expression.ts';
import type { Given, Measure } from './measure/measure.ts';
import type { Metric } from './metric.ts';
import {
  type ClosedSpan,
  closedSpan,
  elapsedPart,
  type Span,
  spanBefore,
  spanOf,
  startOfDay,
} from './period.ts';
import type { MetricOptions, Question } from './question.ts';
import { METRICS_BY_NAME } from './registry.ts';
import { LONGEST_WINDOW_MS } from './rollup/definition.ts';
import { rolledCustomers, rolledDays } from './rollup/plan.ts';
import { type Scan, type ScanOptions, scan } from './scan.ts';
import { scopeSql } from './scope.ts';
import type { Extent, Source } from './source.ts';
import { named, usage } from './usage.ts';

/** What the compiler must know of the place where the question is answered. */
export type Context = Pick<Source, 'dialect' | 'extent'>;

/** A metric of a question, and where a result row holds its integers. */
export interface Asked {
  readonly metric: Metric;
  readonly measure: Measure;
  readonly columns: ReadonlyMap<string, string>;
}

/** A question, checked and turned into SQL. */
export interface Compiled {
  readonly by: readonly Dimension[];
  readonly asked: readonly Asked[];
  readonly timeZone: string;
  readonly span: Span;
  readonly elapsed: ClosedSpan | null;
  readonly before: ClosedSpan | null;
  readonly current: Scan;
  /** Null when nothing is compared, or no call can lie in the period before. */
  readonly previous: Scan | null;
  /** Whether the period before had begun before the first call: its counts are not those of a whole period. */
  readonly previousIsCut: boolean;
  /** Whether rows carry the period before. */
  readonly compares: boolean;
}

const MAX_DIMENSIONS = 3;
const MAX_DURABLE_DAYS = 366;
/** Weeks of seven years, days of one. A million customers then take 50 MB of bitmaps. */
const MAX_FEW_GROUPS = 400;

/**
 * @throws EarshotError of kind usage: `unknown_metric`, `unknown_dimension`, `unknown_field`, `bad_filter`, `bad_time`,
 * `bad_time_zone`, `bad_question`
 */
export function compile(question: Question, context: Context): Compiled {
  const { extent } = context;
  const by = dimensionsOf(question);
  const span = spanOf(question);
  const { asked, ...counted } = metricsOf(question, context, groupsOf(by, span, extent));
  const { before, elapsed } = comparisonOf(question, span, extent);
  const compares = question.compare !== undefined && by.every((dimension) => dimension.kind !== 'time');
  const scanOf = (period: Span) => {
    const daysOf = (isSettled: boolean) => rolledDays(question, by, period, extent, isSettled);
    const needsSettled = counted.aggregates.all.some(({ isSettled }) => isSettled);
    const whole = { any: daysOf(false), settled: needsSettled ? daysOf(true) : null };
    const scope = scopeSql(question, period, extent);
    const customers = rolledCustomers(question, by, period, extent, scope);
    return scan({ by, ...counted, scope, whole, customers });
  };
  return {
    by,
    asked,
    timeZone: question.timeZone ?? 'UTC',
    span,
    elapsed,
    before,
    current: scanOf(span),
    previous: compares && before && holdsCalls(before, extent) ? scanOf(before) : null,
    previousIsCut: before !== null && isCut(before, question.timeZone ?? 'UTC', extent),
    compares,
  };
}

type Counted = Pick<ScanOptions, 'aggregates' | 'histogramColumns' | 'dialect'>;

function metricsOf(
  question: Question,
  context: Context,
  groups: Given['groups'],
): Counted & Pick<Compiled, 'asked'> {
  const dialect = dialectNamed(context.dialect);
  const given = { ...givenOf(question.options ?? {}, context.extent), groups };
  const measures = metricsNamed(question).map((metric) => ({
    metric,
    measure: measureOf(metric.expression, given),
    settled: measureOf(metric.expression, { ...given, settledForMs: LONGEST_WINDOW_MS }),
  }));
  const aggregates = collectAggregates(measures, dialect);
  const asked = measures.map(({ metric, measure }) => ({
    metric,
    measure,
    columns: aggregates.columnsOf.get(measure) ?? new Map<string, string>(),
  }));
  const histogramColumns = [...new Set(asked.flatMap(({ measure }) => measure.histogramOf ?? []))];
  return { asked, aggregates, histogramColumns, dialect };
}

function comparisonOf(question: Question, span: Span, extent: Extent): Pick<Compiled, 'before' | 'elapsed'> {
  const closed = question.compare && closedSpan(span, extent);
  if (!question.compare || !closed) return { before: null, elapsed: null };
  return {
    before: spanBefore(closed, question.compare, question.timeZone ?? 'UTC', extent),
    elapsed: elapsedPart(closed, extent),
  };
}

/** Without a call that early nothing can have changed since: saying "up by 50,000" would be wrong. */
function holdsCalls(span: ClosedSpan, { firstCall }: Extent): boolean {
  return firstCall !== null && span.toMs > Date.parse(firstCall);
}

function isCut({ fromMs }: ClosedSpan, timeZone: string, { firstCall }: Extent): boolean {
  return firstCall === null || fromMs < startOfDay(Date.parse(firstCall), timeZone);
}

function dimensionsOf({ by = [] }: Question): readonly Dimension[] {
  const names = [...new Set(by)];
  if (names.length > MAX_DIMENSIONS) {
    throw usage(
      'bad_question',
      `A question groups by ${MAX_DIMENSIONS} dimensions at most, not ${names.length}.`,
    );
  }
  return names.map((name) => named('dimension', DIMENSIONS_BY_NAME, name));
}

/** Known for time alone: nothing says beforehand how many topics there are. */
function groupsOf(by: readonly Dimension[], span: Span, extent: Extent): Given['groups'] {
  if (by.length === 0) return 'few';
  const bucketMs = by.length === 1 ? by[0]?.bucketMs : undefined;
  const closed = closedSpan(span, extent);
  if (bucketMs === undefined || closed === null) return 'any';
  return (closed.toMs - closed.fromMs) / bucketMs <= MAX_FEW_GROUPS ? 'few' : 'any';
}

function metricsNamed(question: Question): readonly Metric[] {
  if (question.metrics.length === 0) throw usage('bad_question', 'The question names no metric.');
  return [...new Set(question.metrics)].map((name) => named('metric', METRICS_BY_NAME, name));
}

export function givenOf(options: MetricOptions, extent: Extent): Given {
  const { durableDays = 7, durableAnyTopic = false } = options;
  if (!Number.isInteger(durableDays) || durableDays < 1 || durableDays > MAX_DURABLE_DAYS) {
    throw usage(
      'bad_question',
      `durableDays is ${durableDays}: it must be a whole number from 1 to ${MAX_DURABLE_DAYS}.`,
    );
  }
  const newestMs = extent.newestCall === null ? null : Date.parse(extent.newestCall);
  return { newestMs, durableDays, durableAnyTopic, groups: 'any' };
}
