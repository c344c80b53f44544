import type { Base, Comparison, MetricOptions, Question } from '../metrics/question.ts';
import { parseFilter } from './filter-text.ts';
import type { Options } from './options.ts';

export const BASES: readonly Base[] = ['all', 'engaged'];
export const COMPARISONS: readonly Comparison[] = ['previous_period', 'previous_year'];

/**
 * The question that a command line asks. Names are checked by whoever answers, who knows the nearest one.
 * @throws EarshotError `bad_filter`.
 */
export function parseQuestion(
  metrics: string,
  options: Options,
  isNumeric: (field: string) => boolean,
): Question {
  const by = options.list('by').flatMap(names);
  const where = options.list('where').map((text) => parseFilter(text, isNumeric));
  const metricOptions = optionsOfMetrics(options);
  return {
    metrics: names(metrics),
    ...(by.length > 0 && { by }),
    ...given('from', options.text('from')),
    ...given('to', options.text('to')),
    ...(where.length > 0 && { where }),
    ...given(
      'base',
      BASES.find((base) => base === options.text('base')),
    ),
    ...given(
      'compare',
      COMPARISONS.find((comparison) => comparison === options.text('compare')),
    ),
    ...(Object.keys(metricOptions).length > 0 && { options: metricOptions }),
  };
}

function optionsOfMetrics(options: Options): MetricOptions {
  return {
    ...given('durableDays', options.integer('durableDays')),
    ...(options.flag('durableAnyTopic') && { durableAnyTopic: true }),
  };
}

function names(list: string): string[] {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean);
}

function given<K extends string, V>(name: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [name]: value }) as { [P in K]?: V };
}
