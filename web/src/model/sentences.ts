import type { MetricInfo, MetricValue } from '../../../src/server/api.ts';
import { orNone } from './format.ts';
import { numberText, valueText } from './metric.ts';
import { immatureOf, SMALL_N, sizeOf } from './values.ts';

/** A mark with the words for it. */
export interface Named {
  readonly name: string;
  readonly value: MetricValue;
  readonly partial?: boolean;
}

const isSmall = ({ kind }: MetricInfo, { value }: Named) => kind !== 'count' && sizeOf(value) < SMALL_N;
const isSure = (metric: MetricInfo, mark: Named) =>
  mark.value.value !== null && !isSmall(metric, mark) && !mark.partial;
const lower = (label: string) =>
  /^[A-Z][a-z]/.test(label) ? label[0]?.toLowerCase() + label.slice(1) : label;
const at = (metric: MetricInfo, { name, value }: Named) => `${name} (${valueText(metric, value)})`;

function extremes(
  metric: MetricInfo,
  marks: readonly Named[],
): readonly [lowest: Named, highest: Named] | null {
  const sure = marks.filter((mark) => isSure(metric, mark));
  const sorted = sure.sort((a, b) => (a.value.value ?? 0) - (b.value.value ?? 0));
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  return lowest && highest && lowest !== highest ? [lowest, highest] : null;
}

/** What a chart over time shows, in one sentence. */
export function trendSentence(metric: MetricInfo, points: readonly Named[]): string {
  const whole = points.filter((point) => isSure(metric, point));
  const [first, last] = [whole[0], whole.at(-1)];
  if (!first || !last || first === last) return `Too few calls to say how the ${lower(metric.label)} moved.`;
  const ends = `From ${valueText(metric, first.value)} in ${first.name} to ${valueText(metric, last.value)} in ${last.name}`;
  const found = extremes(metric, whole);
  const between = found?.filter((each) => each !== first && each !== last) ?? [];
  const words = between.map((each) => `${each === found?.[0] ? 'lowest' : 'highest'} in ${at(metric, each)}`);
  return `${[ends, ...words].join('; ')}.${openWindow(points)}`;
}

function openWindow(points: readonly Named[]): string {
  const open = points.reduce((sum, { value }) => sum + immatureOf(value), 0);
  return open === 0 ? '' : ' Hollow points: not whole, or calls whose window is still open are left out.';
}

/** What bars, sorted or not, show in one sentence. */
export function barsSentence(metric: MetricInfo, bars: readonly Named[], average: number | null): string {
  const found = extremes(metric, bars);
  if (!found) return `Too few calls to compare the ${lower(metric.label)}.`;
  const [lowest, highest] = found;
  const mean =
    average === null || metric.kind === 'count' ? '' : `, on average ${numberText(metric, average)}`;
  const small = bars.filter((bar) => isSmall(metric, bar)).length;
  const greyed = small === 0 ? '' : ` Grey: n under ${SMALL_N}.`;
  return `Highest for ${at(metric, highest)}, lowest for ${at(metric, lowest)}${mean}.${greyed}`;
}

/** Of a matrix of counts: where most of a column are. */
export function mostSentence(
  what: string,
  rows: readonly { readonly name: string | null; readonly calls: number }[],
): string {
  const all = rows.reduce((sum, { calls }) => sum + calls, 0);
  const most = [...rows].sort((a, b) => b.calls - a.calls)[0];
  if (!most || all === 0) return `No ${what}.`;
  return `Most ${what} are of ${orNone(most.name)}: ${numberText({ unit: 'share' }, most.calls / all)} of all.`;
}
