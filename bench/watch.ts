import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { connect } from '../src/app/connect.ts';
import { systemClock } from '../src/base/clock.ts';
import { loadConfig } from '../src/base/config.ts';
import { silentLog } from '../src/base/log.ts';
import type { Answer } from '../src/server/api.ts';
import { EARSHOT, percentile, round, run } from './measure.ts';
import { printReport } from './report.ts';

/**
 * From the moment a file is in the bucket under its name to the moment the API counts its sessions, under `earshot watch`.
 * usage: npm run bench:watch -- [--sessions N] [--files N]
 */
const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '100000' }, files: { type: 'string', default: '200' } },
});
const SESSIONS_PER_FILE = 10;
const data = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
await run(process.execPath, [EARSHOT, 'simulate', '--data', data, '--sessions', values.sessions]);
await run(process.execPath, [EARSHOT, 'ingest', '--data', data]);
const watch = spawn(process.execPath, [EARSHOT, 'watch', '--data', data], {
  stdio: ['ignore', 'ignore', 'pipe'],
});
await once(watch.stderr, 'data');

const config = loadConfig({ data }, {});
const client = await connect(config, { log: silentLog, clock: systemClock, command: 'bench' });
const countOf = async (customer: string): Promise<number> => {
  const where = [{ field: 'customer_id', op: 'in', values: [customer] }];
  const answer = await client.request<Answer>('POST', '/api/query', { metrics: ['sessions'], where });
  return Number(answer.rows[0]?.values.sessions?.value ?? 0);
};

function land(file: number): void {
  const calls = Array.from({ length: SESSIONS_PER_FILE }, (_, i) => ({
    session_id: `bench-${file}-${i}`,
    customer_id: `bench-${file}`,
    call_start_time: new Date(Date.UTC(2025, 11, 31, 12, file % 60, i)).toISOString(),
    call_duration_sec: 60,
    resolution_status: 'Resolved',
    conversation: [{ turn_number: 1, speaker: 'Customer', text: 'where is my bill', intent_detected: 'Y' }],
  }));
  const folder = join(config.bucket, 'bench');
  mkdirSync(folder, { recursive: true });
  const beside = join(folder, `.${file}.tmp`);
  writeFileSync(beside, JSON.stringify(calls));
  renameSync(beside, join(folder, `${file}.json`));
}

const millis: number[] = [];
for (let file = 0; file < Number(values.files); file++) {
  const startedAt = performance.now();
  land(file);
  while ((await countOf(`bench-${file}`)) < SESSIONS_PER_FILE)
    await new Promise((wait) => setTimeout(wait, 5));
  millis.push(performance.now() - startedAt);
}
await client.close();
watch.kill('SIGINT');
await once(watch, 'close');
rmSync(data, { recursive: true });

const row = {
  files: millis.length,
  'p50 ms': round(percentile(millis, 0.5)),
  'p95 ms': round(percentile(millis, 0.95)),
};
printReport(
  `From file to number, ${SESSIONS_PER_FILE} sessions a file, ${values.sessions} sessions already there`,
  [row],
  { bench: 'watch', files: millis.length, p50Ms: row['p50 ms'], p95Ms: row['p95 ms'] },
);
