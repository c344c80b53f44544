import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { folderBytes } from './folder.ts';
import { EARSHOT, measureNode, round } from './measure.ts';
import { printReport } from './report.ts';

/** How fast the simulator writes session files, as a whole process. usage: npm run bench:simulate -- --sessions N */
const { values } = parseArgs({ options: { sessions: { type: 'string', default: '50000' } } });
const sessions = Number(values.sessions);
const data = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
const { seconds, peakMiB } = await measureNode([
  EARSHOT,
  'simulate',
  '--data',
  data,
  '--sessions',
  String(sessions),
]);
const mb = folderBytes(join(data, 'session_batch_files')) / 1e6;
rmSync(data, { recursive: true });

const row = {
  sessions,
  MB: round(mb, 1),
  seconds: round(seconds),
  'sessions/s': Math.round(sessions / seconds),
  'MB/s': round(mb / seconds, 1),
  'peak MiB': peakMiB,
};
printReport('Simulate, one process from start to end', [row], {
  bench: 'simulate',
  sessions,
  sessionsPerSec: Math.round(sessions / seconds),
  mbPerSec: round(mb / seconds, 1),
  seconds: round(seconds),
  peakMiB,
});
