import { scaleLinear } from 'd3-scale';
import type { MetricInfo } from '../../../src/server/api.ts';
import { sizeText, valueText } from '../model/metric.ts';
import { type Bounds, boundsOf } from '../model/values.ts';
import { isSmall, type Point } from './marks.ts';

export interface Series {
  readonly metric: MetricInfo;
  readonly points: readonly Point[];
  readonly average: number | null;
}

const NO_LIMIT = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY] as const;

function limitsOf({ unit, name }: MetricInfo): readonly [number, number] {
  if (unit === 'share') return [name === 'net_sentiment' ? -1 : 0, 1];
  return unit === 'score' ? [0, 1] : NO_LIMIT;
}

const spanned = ({ value }: Point): Bounds => {
  const { low, high } = boundsOf(value);
  return { low: low ?? value.value, high: high ?? value.value };
};

/** What of a series the axis covers. */
const heldBy = ({ metric, points, average }: Series): Bounds[] => [
  ...points.map(spanned),
  // A count of all is beyond each of its parts, and no average.
  ...(average === null || metric.kind === 'count' ? [] : [{ low: average, high: average }]),
];

/** Its bucket has only begun, or was cut, and too few calls are in it to say anything: it must not press the others flat. */
const isSlight = ({ metric }: Series, point: Point): boolean =>
  point.partial === true && isSmall(metric, point.value);

/** A line need not start at zero: its axis covers the intervals, in round steps. Counts do start there. */
export function lineDomain(series: readonly Series[]): [number, number] {
  const held = series.flatMap((each) => {
    const weighty = each.points.filter((point) => point.value.value !== null && !isSlight(each, point));
    return heldBy({ ...each, points: weighty.length > 0 ? weighty : each.points });
  });
  const bounds = held.flatMap(({ low, high }) =>
    low === null || high === null ? [] : [[low, high] as const],
  );
  const [metric] = series.map((each) => each.metric);
  if (bounds.length === 0 || !metric) return [0, 1];
  const isCount = metric.kind === 'count';
  const low = isCount ? 0 : Math.min(...bounds.map(([least]) => least));
  const high = Math.max(...bounds.map(([, most]) => most));
  const pad = Math.max(metric.unit === 'share' || metric.unit === 'score' ? 0.01 : 1e-6, (high - low) * 0.12);
  const [from = 0, to = 1] = scaleLinear([isCount ? 0 : low - pad, high + pad], [0, 1])
    .nice(5)
    .domain();
  const [least, most] = limitsOf(metric);
  return [Math.max(least, from), Math.min(most, to)];
}

/** On which side of the axis a value lies that the axis leaves out. */
export function sideBeyond([from, to]: readonly number[], value: number | null): 'above' | 'below' | null {
  if (value === null || from === undefined || to === undefined) return null;
  if (value > to) return 'above';
  return value < from ? 'below' : null;
}

/** What a chart over time can't show in its place, in sentences; empty where it shows all. */
export function beyondSentence(series: readonly Series[]): string {
  const domain = lineDomain(series);
  const told = series.flatMap(({ metric, points }) =>
    points.flatMap(({ name, value }) => {
      const side = sideBeyond(domain, value.value);
      const of = series.length > 1 ? `, ${metric.label.toLowerCase()},` : '';
      return side
        ? [`${name}${of} is ${side} the scale: ${valueText(metric, value)}, ${sizeText(value)}.`]
        : [];
    }),
  );
  return told.map((sentence) => ` ${sentence}`).join('');
}
