import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Compiled, compileSources } from '../app/compiled.ts';
import { tempDir } from '../support/temp-dir.ts';
import { contentOf, expectAllLoaded, expectSound } from './content.ts';
import { openHouse } from './house.ts';
import { journey } from './journey.ts';

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const SEEDS = [1, 2, 3];
const KILLS_IN_ALL = 300;

let compiled: Compiled;
let script: string;
beforeAll(() => {
  compiled = compileSources();
  compiled.add(here('house.ts'));
  script = fileURLToPath(compiled.add(here('journey.ts')));
});
afterAll(() => compiled.remove());

/** How the process ended: killed, or whole. */
async function runUntil(hit: number, dataDir: string, seed: number): Promise<'killed' | 'whole'> {
  const child = spawn(process.execPath, [script, dataDir, String(seed)], {
    env: { ...process.env, EARSHOT_JOURNEY: 'run', EARSHOT_FAULT: `any:${hit}` },
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const [code, signal] = await once(child, 'close');
  if (signal === 'SIGKILL') return 'killed';
  expect(code, said).toBe(0);
  return 'whole';
}

async function wholeJourney(seed: number): Promise<unknown> {
  const dir = tempDir();
  const house = await openHouse(dir);
  await journey(house, seed);
  const content = await contentOf(house.warehouse);
  await house.close();
  return content;
}

/**
 * Kills one journey after the other over the same data, each a step later than the one before, and looks at what each kill left
 * before and after a sweep; the last one comes through.
 */
async function killedJourneys(seed: number, first: number, step: number): Promise<number> {
  const dir = tempDir();
  let kills = 0;
  for (let hit = first; (await runUntil(hit, dir, seed)) === 'killed'; hit += step) {
    kills += 1;
    const house = await openHouse(dir);
    try {
      await expectSound(house.warehouse);
      await house.sweep();
      await expectSound(house.warehouse);
      await expectAllLoaded(house);
    } catch (error) {
      throw new Error(`After a kill at hit ${hit} of journey ${seed}`, { cause: error });
    } finally {
      await house.close();
    }
  }
  const house = await openHouse(dir);
  expect(await contentOf(house.warehouse)).toEqual(await wholeJourney(seed));
  await house.close();
  rmSync(dir, { recursive: true, force: true });
  return kills;
}

describe('a process killed at any step', () => {
  it('loses nothing and doubles nothing: every kill ends in the tables of a journey that was never interrupted', async () => {
    let kills = 0;
    for (const seed of SEEDS) {
      const lanes = [1, 2].map((first) => killedJourneys(seed, first, 2));
      for (const lane of await Promise.all(lanes)) kills += lane;
    }
    expect(kills).toBeGreaterThanOrEqual(KILLS_IN_ALL);
  }, 1_200_000);
});
