import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderBytes } from './folder.ts';
import { EARSHOT, type Measured, measureNode, median, ROOT, round, run, runTimed } from './measure.ts';
import { printReport, printTable } from './report.ts';
import { whereTimeGoes } from './where.ts';

/**
 * Ingest beside its yardsticks, on the same simulated files, in turn, in one run.
 * usage: npm run bench:ingest -- [--sessions N] [--rounds N] [--pandas PATH]   (PATH: the pandas script; needs pandas==2.2.2)
 */
const { values } = parseArgs({
  options: {
    sessions: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    pandas: { type: 'string' },
  },
});
/** A figure beside another version would be another figure. */
const PANDAS = '2.2.2';
const sessions = Number(values.sessions);
if (values.pandas) await requirePandas(values.pandas);
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

interface Round {
  readonly seconds: number;
  readonly cpuSec: number;
}

/** Whole process, from start to exit: Node's start-up, reading, cleaning, redaction, ledger and commits. */
async function ingest(): Promise<Measured> {
  const data = join(work, 'data');
  const measured = await measureNode([EARSHOT, 'ingest', '--data', data, '--bucket', bucket]);
  rmSync(data, { recursive: true });
  return measured;
}

/** A script that says how long its work took; its process's CPU seconds are its start's too. */
async function timed(command: string, args: readonly string[], out: string): Promise<Round> {
  const { stdout, cpuSec } = await runTimed(command, [...args, bucket, out]);
  rmSync(out, { recursive: true });
  return { seconds: JSON.parse(stdout).seconds, cpuSec };
}

const plainDuckDb = () =>
  timed(
    process.execPath,
    ['--import', 'tsx', join(ROOT, 'bench/plain-duckdb.ts')],
    join(work, 'plain.duckdb'),
  );
const pandas = (script: string) => timed('python3', [script], join(work, 'pandas'));

/** Before minutes are spent on the other yardsticks. @throws Error that says what is missing */
async function requirePandas(script: string): Promise<void> {
  const asked = ['-c', 'import pandas; print(pandas.__version__)'];
  const found = (await run('python3', asked).catch(() => 'none')).trim();
  if (found === PANDAS) return;
  throw new Error(
    `--pandas ${script} needs pandas==${PANDAS}; the python3 on the PATH has ${found}. Run \`pip install pandas==${PANDAS}\` first.`,
  );
}

const rounds = { earshot: [] as Measured[], duckdb: [] as Round[], pandas: [] as Round[] };
for (let i = 0; i < Number(values.rounds); i++) {
  rounds.earshot.push(await ingest());
  rounds.duckdb.push(await plainDuckDb());
  if (values.pandas) rounds.pandas.push(await pandas(values.pandas));
}
const where = await whereTimeGoes(bucket);
rmSync(work, { recursive: true });

const secondsOf = (each: readonly Round[]) => median(each.map(({ seconds }) => seconds));
const cpuOf = (each: readonly Round[]) => median(each.map(({ cpuSec }) => cpuSec));
const ratioTo = (each: readonly Round[]) => round(secondsOf(each) / secondsOf(rounds.earshot));
const peakMiB = Math.max(...rounds.earshot.map((each) => each.peakMiB));
const rows = Object.entries(rounds)
  .filter(([, each]) => each.length > 0)
  .map(([name, each]) => ({
    what: { earshot: 'earshot ingest', duckdb: 'plain DuckDB', pandas: 'pandas script' }[name] ?? name,
    seconds: round(secondsOf(each)),
    'sessions/s': Math.round(sessions / secondsOf(each)),
    'MB/s': round(mb / secondsOf(each), 1),
    'earshot is': `${ratioTo(each)}×`,
    'CPU s': round(cpuOf(each), 1),
    'by CPU': `${round(cpuOf(each) / cpuOf(rounds.earshot))}×`,
  }));
const cpuSec = Object.values(where).reduce((sum, each) => sum + each, 0);
const parts = Object.entries(where)
  .sort(([, a], [, b]) => b - a)
  .map(([part, seconds]) => ({
    'where the CPU time goes': part,
    'µs a session': round((seconds / sessions) * 1e6, 1),
    share: `${Math.round((100 * seconds) / cpuSec)} %`,
  }));
printTable('With a profiler, staging in the main thread', parts);
printReport(
  `Ingest of ${sessions} sessions, ${round(mb, 1)} MB, median of ${values.rounds} rounds; peak ${peakMiB} MiB`,
  rows,
  {
    bench: 'ingest',
    sessions,
    mb: round(mb, 1),
    sessionsPerSec: Math.round(sessions / secondsOf(rounds.earshot)),
    mbPerSec: round(mb / secondsOf(rounds.earshot), 1),
    vsPandas: values.pandas ? ratioTo(rounds.pandas) : null,
    vsDuckdb: ratioTo(rounds.duckdb),
    cpuSec: round(cpuOf(rounds.earshot), 1),
    peakMiB,
  },
);
