import { parseArgs } from 'node:util';
import type { Catalog } from '../src/server/api.ts';
import { daysBetween } from '../web/src/model/dates.ts';
import {
  grainFor,
  PRESETS,
  type Preset,
  spanOf,
  spanOfCalls,
  sparkGrainFor,
} from '../web/src/model/range.ts';
import { pageQuestions, scopeOf } from '../web/src/model/scope.ts';
import { percentile, round } from './measure.ts';
import { printReport } from './report.ts';
import { startServer } from './server.ts';

/**
 * Server time of what the page asks on one load, as its `server-timing` headers tell it: every request of the load one
 * after the other, summed. Nothing is cached between loads; ranges and filters change from load to load.
 * usage: npm run bench:dashboard -- [--sessions N] [--loads N]
 */
const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '50000' }, loads: { type: 'string', default: '50' } },
});
const sessions = Number(values.sessions);
const data = process.env.DATA ?? '';
const server = await startServer(data);

const { body } = await server.ask('GET', '/api/catalog');
const catalog = body as Catalog;
const calls = spanOfCalls(catalog);
if (!calls) throw new Error('The warehouse is empty.');
const presets = Object.keys(PRESETS) as Preset[];
const filters = [
  [],
  ...catalog.topicTypes.map((type) => [{ field: 'topic_type', exclude: false, values: [type] }]),
];

/** Milliseconds per request of the load with this number, by what was asked. */
async function load(index: number): Promise<Record<string, number>> {
  const span = spanOf({ preset: presets[index % presets.length] ?? 'all' }, calls ?? { from: '', to: '' });
  const scope = scopeOf(span, catalog.timeZone, filters[index % filters.length] ?? []);
  const days = daysBetween(span.from, span.to);
  const questions = pageQuestions(scope, {
    compare: 'previous_period',
    chartGrain: grainFor(days),
    sparkGrain: sparkGrainFor(days),
    trendMetric: 'resolution_rate',
    topicMetric: 'resolution_rate',
  });
  const millis: Record<string, number> = {};
  millis.catalog = (await server.ask('GET', '/api/catalog')).millis;
  for (const [name, question] of Object.entries(questions)) {
    if (question) millis[name] = (await server.ask('POST', '/api/query', question)).millis;
  }
  return millis;
}

for (let i = 0; i < 5; i++) await load(i);
const loads: Record<string, number>[] = [];
for (let i = 0; i < Number(values.loads); i++) loads.push(await load(i));
await server.close();

const row = (what: string, millis: readonly number[]) => ({
  what,
  'p50 ms': round(percentile(millis, 0.5)),
  'p95 ms': round(percentile(millis, 0.95)),
});
const totals = loads.map((millis) => Object.values(millis).reduce((sum, each) => sum + each, 0));
const parts = [...new Set(loads.flatMap(Object.keys))];
const rows = parts.map((part) =>
  row(
    part,
    loads.flatMap((millis) => millis[part] ?? []),
  ),
);
printReport(
  `Server time of ${loads.length} dashboard loads over ${sessions} calls`,
  [...rows, row('one load', totals)],
  {
    bench: 'dashboard',
    sessions,
    loads: loads.length,
    p50Ms: round(percentile(totals, 0.5)),
    p95Ms: round(percentile(totals, 0.95)),
  },
);
