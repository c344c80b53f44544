import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Catalog } from '../src/server/api.ts';
import { manyCalls } from './many-calls.ts';
import { mean, percentile, round } from './measure.ts';
import { PageLoads } from './page-load.ts';
import { printReport } from './report.ts';
import { startServer } from './server.ts';

/**
 * Many at once: clients that ask as fast as they are answered, 95 of 100 questions of a few that are asked again and again, the others
 * never asked before. usage: npm run bench:load -- [--sessions N] [--clients N] [--seconds N]
 */
const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '1000000' },
    clients: { type: 'string', default: '20' },
    seconds: { type: 'string', default: '60' },
  },
});
const seconds = Number(values.seconds);
const FRESH = 0.05;
const MEBI = 1024 * 1024;

const { data } = await manyCalls(Number(values.sessions));
const server = await startServer(data, ['--no-watch', '--rate-limit', '0']);
const { body } = await server.ask('GET', '/api/catalog');
const page = new PageLoads(body as Catalog);
const repeated = Array.from({ length: 14 }, (_, index) => Object.values(page.overview(index))).flat();

/** Seeded, the same questions in each run. */
let state = 1;
function random(): number {
  state = (state * 48_271) % 2_147_483_647;
  return state / 2_147_483_647;
}
const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;

/** A repeated question over a period that nobody has asked about, or the calls of a click. */
function fresh(): readonly [string, unknown] {
  const minute = Math.floor(random() * 300 * 1440);
  const from = new Date(Date.UTC(2025, 0, 1) + minute * 60_000).toISOString();
  if (random() < 0.3) return ['/api/sessions', { ...page.scopeOfClick(minute), from, limit: 50 }];
  const { compare: _, to: __, ...question } = pick(repeated);
  return ['/api/query', { ...question, from }];
}

const latencies: number[] = [];
const statuses = new Map<number, number>();
const residentMiB: number[] = [];
const started = performance.now();
const isOver = () => performance.now() - started > seconds * 1000;

async function client(): Promise<void> {
  while (!isOver()) {
    const [path, question] = random() < FRESH ? fresh() : ['/api/query', pick(repeated)];
    const asked = performance.now();
    const headers = { 'content-type': 'application/json' };
    const given = { method: 'POST', headers, body: JSON.stringify(question) };
    const response = await fetch(server.url + path, given);
    await response.arrayBuffer();
    latencies.push(performance.now() - asked);
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
  }
}

/** Linux tells it of every process. */
const readResident = () =>
  (Number(readFileSync(`/proc/${server.pid}/statm`, 'utf8').split(' ')[1]) * 4096) / MEBI;
const watching = setInterval(() => residentMiB.push(readResident()), 500);
await Promise.all(Array.from({ length: Number(values.clients) }, client));
clearInterval(watching);
await server.close();

const quarter = Math.floor(residentMiB.length / 4);
const third = mean(residentMiB.slice(2 * quarter, 3 * quarter));
const last = mean(residentMiB.slice(3 * quarter));
const failed = [...statuses].filter(([status]) => status >= 400).reduce((sum, [, times]) => sum + times, 0);
const figures = {
  questions: latencies.length,
  'a second': Math.round(latencies.length / seconds),
  failed,
  'p50 ms': round(percentile(latencies, 0.5), 1),
  'p99 ms': round(percentile(latencies, 0.99), 1),
  'most ms': round(Math.max(...latencies), 0),
  'MiB in the third quarter': Math.round(third),
  'MiB in the last': Math.round(last),
};
printReport(
  `${values.clients} clients over ${values.sessions} calls for ${seconds} s`,
  Object.entries(figures).map(([what, figure]) => ({ what, figure })),
  { bench: 'load', ...figures, statuses: Object.fromEntries(statuses) },
);
