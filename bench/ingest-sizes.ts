import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderBytes } from './folder.ts';
import { EARSHOT, measureNode, round, run } from './measure.ts';
import { printReport } from './report.ts';

/**
 * Ingest of ever more sessions: what a session costs, and the peak of memory, must not follow.
 * usage: npm run bench:ingest-sizes -- [--sizes 100000,1000000]
 */
const { values } = parseArgs({ options: { sizes: { type: 'string', default: '100000,1000000' } } });

async function measured(sessions: number) {
  const work = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const bucket = join(work, 'bucket');
  const options = ['--data', join(work, 'data'), '--bucket', bucket];
  await run(process.execPath, [EARSHOT, 'simulate', ...options, '--sessions', String(sessions)]);
  const mb = folderBytes(bucket) / 1e6;
  const each = await measureNode([EARSHOT, 'ingest', ...options]);
  rmSync(work, { recursive: true });
  return { sessions, mb, ...each };
}

const all = [];
for (const size of values.sizes.split(',')) all.push(await measured(Number(size)));
const [first] = all;
if (!first) throw new Error('usage: ingest-sizes.ts --sizes N,N');
const rows = all.map((each) => ({
  sessions: each.sessions,
  MB: round(each.mb, 1),
  seconds: round(each.seconds, 1),
  'CPU µs a session': round((each.cpuSec / each.sessions) * 1e6, 1),
  'peak MiB': each.peakMiB,
  'of the first': `${round(each.peakMiB / first.peakMiB)}×`,
}));
printReport('Ingest by size, whole process', rows, {
  bench: 'ingest-sizes',
  sizes: all.map(({ sessions, cpuSec, peakMiB, seconds }) => ({
    sessions,
    seconds: round(seconds, 1),
    cpuMicrosPerSession: round((cpuSec / sessions) * 1e6, 1),
    peakMiB,
  })),
});
