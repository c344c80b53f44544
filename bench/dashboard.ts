import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Catalog } from '../src/server/api.ts';
import { manyCalls } from './many-calls.ts';
import { EARSHOT, mean, percentile, round, run } from './measure.ts';
import { PageLoads, type Questions } from './page-load.ts';
import { askPlain } from './plain-questions.ts';
import { printReport } from './report.ts';
import { startServer } from './server.ts';

/**
 * What the page waits for: all panels of the overview asked side by side, the charts of a click, lists of calls, a search; beside the
 * plain DuckDB queries of the same questions. Nothing is cached; ranges and filters change from load to load. From 1,000,000 calls on
 * the warehouse is built once by SQL and found again.
 * usage: npm run bench:dashboard -- [--sessions N] [--loads N]
 */
const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '50000' }, loads: { type: 'string', default: '50' } },
});
const sessions = Number(values.sessions);
const loads = Number(values.loads);
const isMany = sessions >= 1_000_000;
const { data, plain } = isMany ? await manyCalls(sessions) : await simulated();
const flags = ['--answer-cache', '0', ...(isMany ? ['--no-watch'] : [])];
const server = await startServer(data, flags);
const { body } = await server.ask('GET', '/api/catalog');
const page = new PageLoads(body as Catalog);
const millis: Record<string, number[]> = {};
const cpuMillis: Record<string, number[]> = {};
let cpuBefore = 0;
/** Of the server, all threads; told by Linux in hundredths of a second, so only a mean of many says much. */
function serverCpu(): number {
  const stat = readFileSync(`/proc/${server.pid}/stat`, 'utf8');
  // After the name in brackets, which may hold anything, utime and stime are the twelfth and the thirteenth.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}
const note = (what: string, ms: number, cpu?: number) => {
  millis[what] = [...(millis[what] ?? []), ms];
  const now = serverCpu();
  cpuMillis[what] = [...(cpuMillis[what] ?? []), cpu ?? now - cpuBefore];
  cpuBefore = now;
};

async function simulated(): Promise<{ data: string; plain: null }> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  await run(process.execPath, [EARSHOT, 'simulate', '--data', folder, '--sessions', String(sessions)]);
  await run(process.execPath, [EARSHOT, 'ingest', '--data', folder]);
  return { data: folder, plain: null };
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

const sideBySide = (questions: Questions) =>
  elapsed(() => Promise.all(Object.values(questions).map((each) => server.ask('POST', '/api/query', each))));

async function askAll(index: number): Promise<void> {
  const overview = page.overview(index);
  note('overview, all panels', await sideBySide(overview));
  for (const [name, question] of Object.entries(overview))
    note(`  ${name}, alone`, (await server.ask('POST', '/api/query', question)).millis);
  const { charts, customers } = page.click(index);
  note('click: its charts', await sideBySide(charts));
  note(`  by ${page.clicked(index).field}`, await sideBySide(charts));
  note('click: customers', await elapsed(() => server.ask('POST', '/api/query', customers)));
  for (const order of ['newest', 'longest', 'shortest', 'most_turns']) {
    const list = { ...page.scopeOfClick(index), order, limit: 50 };
    note(`calls of a click, ${order}`, (await server.ask('POST', '/api/sessions', list)).millis);
  }
}

/** A text that stands in few calls, so that all are read; one that is given up; and what is asked next. */
async function search(): Promise<void> {
  const asked = { text: 'xylophone', limit: 50 };
  note('search in all texts', await elapsed(() => server.ask('POST', '/api/sessions', asked)));
  const left = new AbortController();
  const headers = { 'content-type': 'application/json' };
  const given = { method: 'POST', headers, body: JSON.stringify(asked), signal: left.signal };
  const gone = fetch(`${server.url}/api/sessions`, given).catch(() => undefined);
  await new Promise((resolve) => setTimeout(resolve, 200));
  left.abort();
  await gone;
  const next = { ...page.scopeOfClick(0), limit: 50 };
  note('the next list after a search was left', (await server.ask('POST', '/api/sessions', next)).millis);
}

for (let index = 0; index < 4; index++) await askAll(index);
for (const what of Object.keys(millis)) [millis[what], cpuMillis[what]] = [[], []];
const yardstick = plain === null ? null : await askPlain(plain);
for (let index = 0; index < loads; index++) {
  await askAll(index);
  if (yardstick && index % 5 === 0) {
    const before = process.cpuUsage();
    const ms = await yardstick.load(page.plain(index));
    const { user, system } = process.cpuUsage(before);
    note('plain DuckDB: the first screen', ms, (user + system) / 1000);
  }
}
if (sessions === 1_000_000) for (let round = 0; round < 5; round++) await search();
yardstick?.close();
await server.close();
if (!isMany) rmSync(data, { recursive: true });

const rows = Object.entries(millis).map(([what, each]) => ({
  what,
  'p50 ms': round(percentile(each, 0.5), 1),
  'p95 ms': round(percentile(each, 0.95), 1),
  'CPU ms': Math.round(mean(cpuMillis[what] ?? [])),
}));
const figures = Object.fromEntries(rows.map(({ what, ...each }) => [what.trim(), each]));
printReport(`What the page waits for, over ${sessions} calls, ${loads} loads`, rows, {
  bench: 'dashboard',
  sessions,
  loads,
  figures,
});
