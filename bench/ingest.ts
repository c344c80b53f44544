import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderBytes } from './folder.ts';
import { EARSHOT, type Measured, measureNode, median, ROOT, round, run } from './measure.ts';
import { printReport } from './report.ts';

/**
 * Ingest beside its yardsticks, on the same simulated files, in turn, in one run.
 * usage: npm run bench:ingest -- [--sessions N] [--rounds N] [--pandas PATH]   (PATH: the pandas script; needs pandas==2.2.2)
 */
const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '50000' },
    rounds: { type: 'string', default: '3' },
    pandas: { type: 'string' },
  },
});
const sessions = Number(values.sessions);
const work = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
const bucket = join(work, 'bucket');
await run(process.execPath, [
  EARSHOT,
  'simulate',
  '--data',
  work,
  '--bucket',
  bucket,
  '--sessions',
  String(sessions),
]);
const mb = folderBytes(bucket) / 1e6;

/** Whole process, from start to exit: Node's start-up, reading, cleaning, redaction, ledger and commits. */
async function ingest(round: number): Promise<Measured> {
  const data = join(work, `data-${round}`);
  const measured = await measureNode([EARSHOT, 'ingest', '--data', data, '--bucket', bucket]);
  rmSync(data, { recursive: true });
  return measured;
}

/** The load alone, as the script itself times it. */
async function plainDuckDb(round: number): Promise<number> {
  const file = join(work, `plain-${round}.duckdb`);
  const line = await run(process.execPath, [
    '--import',
    'tsx',
    join(ROOT, 'bench/plain-duckdb.ts'),
    bucket,
    file,
  ]);
  rmSync(file);
  return JSON.parse(line).seconds;
}

/** The transformation and the CSVs, as the script itself times it. */
async function pandas(script: string, round: number): Promise<number> {
  const out = join(work, `pandas-${round}`);
  const line = await run('python3', [script, bucket, out]);
  rmSync(out, { recursive: true });
  return JSON.parse(line).seconds;
}

const times = { earshot: [] as number[], duckdb: [] as number[], pandas: [] as number[] };
let peakMiB = 0;
for (let i = 0; i < Number(values.rounds); i++) {
  const measured = await ingest(i);
  times.earshot.push(measured.seconds);
  peakMiB = Math.max(peakMiB, measured.peakMiB);
  times.duckdb.push(await plainDuckDb(i));
  if (values.pandas) times.pandas.push(await pandas(values.pandas, i));
}
rmSync(work, { recursive: true });

const perSec = (seconds: readonly number[]) => sessions / median(seconds);
const rows = Object.entries(times)
  .filter(([, seconds]) => seconds.length > 0)
  .map(([name, seconds]) => ({
    what: { earshot: 'earshot ingest', duckdb: 'plain DuckDB', pandas: 'pandas script' }[name] ?? name,
    seconds: round(median(seconds)),
    'sessions/s': Math.round(perSec(seconds)),
    'MB/s': round(mb / median(seconds), 1),
    'earshot is': `${round(perSec(times.earshot) / perSec(seconds))}×`,
  }));
printReport(
  `Ingest of ${sessions} sessions, ${round(mb, 1)} MB, median of ${values.rounds} rounds; peak ${peakMiB} MiB`,
  rows,
  {
    bench: 'ingest',
    sessions,
    mb: round(mb, 1),
    sessionsPerSec: Math.round(perSec(times.earshot)),
    mbPerSec: round(mb / median(times.earshot), 1),
    vsPandas: values.pandas ? round(perSec(times.earshot) / perSec(times.pandas)) : null,
    vsDuckdb: round(perSec(times.earshot) / perSec(times.duckdb)),
    peakMiB,
  },
);
