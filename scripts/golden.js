import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { simulate } from '../dist/simulate/simulate.js';
import { SIMULATOR_VERSION } from '../dist/simulate/version.js';

// The bytes that three seeds give, as hashes in test/simulate/golden.json: `npm run test:nodes` compares them on Node 20, 22 and 24.
// usage: node scripts/golden.js [--write]
const FILE = new URL('../test/simulate/golden.json', import.meta.url);
const SPAN = { sessions: 1500, from: '2025-03-01', to: '2025-05-01' };

async function hashOf(seed, dirty) {
  // Apart from each other: how many files are under way at a time is no part of what is promised.
  const [files, lines] = [createHash('sha256'), createHash('sha256')];
  const put = async (object, bytes) => files.update(object).update('\0').update(bytes);
  const tell = (told) => lines.update(told.map((line) => JSON.stringify(line)).join('\n'));
  const clock = { now: () => new Date(0) };
  await simulate({ ...SPAN, seed, dirty }, { put, clock, truth: tell, broken: tell });
  return `${files.digest('hex')} ${lines.digest('hex')}`;
}

const hashes = { 1: await hashOf(1, 0), 2: await hashOf(2, 0), 3: await hashOf(3, 0.05) };
const found = { simulatorVersion: SIMULATOR_VERSION, hashes };
if (process.argv.includes('--write')) writeFileSync(FILE, `${JSON.stringify(found, null, 2)}\n`);
const same = JSON.stringify(found) === JSON.stringify(JSON.parse(readFileSync(FILE, 'utf8')));
process.stdout.write(`Node ${process.version}: ${same ? 'the same bytes' : 'OTHER BYTES'}\n`);
process.exitCode = same ? 0 : 1;
