import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Loaded } from '../support/loaded.ts';
import { EFFECTS } from './effects.ts';
import { loadedWith, PLANTED, WITHOUT } from './planted.ts';

/** Of intervals at 95 % one in twenty misses; here none does. `npm run bench:effects` counts them over many seeds. */
const SEED = 33;

let planted: Loaded;
let plain: Loaded;
beforeAll(async () => {
  planted = await loadedWith(PLANTED, SEED);
  plain = await loadedWith(WITHOUT, SEED);
});
afterAll(async () => {
  await planted?.close();
  await plain?.close();
});

describe('the effects that the scenario plants', () => {
  it.each(EFFECTS)('$name', async ({ size, estimate }) => {
    const { low, high } = await estimate(planted);
    expect(low).toBeLessThanOrEqual(size);
    expect(high).toBeGreaterThanOrEqual(size);
  });
});

describe('are not found when they are off', () => {
  it.each(EFFECTS)('$name', async ({ size, none, estimate }) => {
    const { low, high } = await estimate(plain);
    expect(low).toBeLessThanOrEqual(none);
    expect(high).toBeGreaterThanOrEqual(none);
    expect(low > size || high < size).toBe(true);
  });
});
