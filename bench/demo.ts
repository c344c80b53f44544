import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { EARSHOT, median, PEAK_HOOK, ROOT, readPeak, round } from './measure.ts';
import { printReport } from './report.ts';

/**
 * `npm start` on a fresh folder, the build apart: from the start of the process to the first page over a year of calls.
 * usage: npm run bench:demo -- [--sessions N] [--rounds N]
 */
const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '50000' }, rounds: { type: 'string', default: '3' } },
});

interface Round {
  readonly seconds: number;
  readonly peakMiB: number;
}

async function demo(): Promise<Round> {
  const data = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const peakFile = join(data, 'peak');
  const started = performance.now();
  const child = spawn(
    process.execPath,
    ['--import', PEAK_HOOK, EARSHOT, 'demo', '--data', data, '--port', '0', '--sessions', values.sessions],
    { cwd: ROOT, env: { ...process.env, BENCH_PEAK_FILE: peakFile }, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  await firstPage(await addressOf(child.stdout));
  const seconds = (performance.now() - started) / 1000;
  child.kill('SIGINT');
  await once(child, 'close');
  const { peakMiB } = readPeak(peakFile);
  rmSync(data, { recursive: true });
  return { seconds, peakMiB };
}

async function addressOf(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stdout })) {
    const url = /^Dashboard: (\S+?)\/?$/.exec(line)?.[1];
    if (url) return url;
  }
  throw new Error('earshot demo ended without an address.');
}

/** The page, its catalog and its widest question. */
async function firstPage(url: string): Promise<void> {
  const question = { metrics: ['customers', 'sessions', 'resolution_rate'], by: ['month'] };
  const json = { 'content-type': 'application/json' };
  const answers = await Promise.all([
    fetch(`${url}/`),
    fetch(`${url}/api/catalog`),
    fetch(`${url}/api/query`, { method: 'POST', headers: json, body: JSON.stringify(question) }),
  ]);
  for (const answer of answers) {
    if (!answer.ok) throw new Error(`${answer.url} answered ${answer.status}.`);
    await answer.arrayBuffer();
  }
}

const rounds: Round[] = [];
for (let i = 0; i < Number(values.rounds); i++) rounds.push(await demo());
const seconds = median(rounds.map((each) => each.seconds));
const peakMiB = Math.max(...rounds.map((each) => each.peakMiB));
const rows = rounds.map((each, i) => ({
  round: i + 1,
  seconds: round(each.seconds),
  'peak MiB': each.peakMiB,
}));
printReport(`From start to first page, ${values.sessions} calls`, rows, {
  bench: 'demo',
  sessions: Number(values.sessions),
  seconds: round(seconds),
  peakMiB,
});
