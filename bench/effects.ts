import { parseArgs } from 'node:util';
import { EFFECTS } from '../test/simulate/effects.ts';
import type { Estimate } from '../test/simulate/estimate.ts';
import { loadedWith, PLANTED, WITHOUT } from '../test/simulate/planted.ts';
import { round } from './measure.ts';
import { printReport } from './report.ts';

/**
 * How often the interval of each planted effect covers its size, over so many seeds, and how often one is found that was switched off.
 * usage: npm run bench:effects -- [--seeds N] [--from SEED]
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '20' }, from: { type: 'string', default: '1' } },
});
const [seeds, from] = [Number(values.seeds), Number(values.from)];

type Found = Map<string, Estimate[]>;

async function ask(scenario: object, seed: number, found: Found): Promise<void> {
  const loaded = await loadedWith(scenario, seed);
  for (const { name, estimate } of EFFECTS)
    found.set(name, [...(found.get(name) ?? []), await estimate(loaded)]);
  await loaded.close();
}

const [planted, without]: [Found, Found] = [new Map(), new Map()];
for (let seed = from; seed < from + seeds; seed++) {
  await ask(PLANTED, seed, planted);
  await ask(WITHOUT, seed, without);
}

const mean = (numbers: readonly number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
const sdOf = (numbers: readonly number[]) => {
  const middle = mean(numbers);
  return Math.sqrt(
    mean(numbers.map((each) => (each - middle) ** 2)) * (numbers.length / (numbers.length - 1)),
  );
};
const holds = (size: number) => (estimate: Estimate) => estimate.low <= size && size <= estimate.high;

const rows = EFFECTS.map(({ name, size, none }) => {
  const [on, off] = [planted.get(name) ?? [], without.get(name) ?? []];
  const sizes = on.map((estimate) => estimate.value);
  return {
    effect: name,
    planted: round(size, 3),
    mean: round(mean(sizes), 3),
    sd: round(sdOf(sizes), 3),
    'half width': round(mean(on.map(({ low, high }) => (high - low) / 2)), 3),
    covered: on.filter(holds(size)).length,
    missed: on.filter(holds(none)).length,
    'found when off': off.filter((estimate) => !holds(none)(estimate)).length,
  };
});
printReport(`Planted effects as plain queries find them, over ${seeds} seeds from ${from} on`, rows, {
  bench: 'effects',
  seeds,
  covered: rows.reduce((sum, row) => sum + row.covered, 0),
  of: rows.length * seeds,
  foundWhenOff: rows.reduce((sum, row) => sum + row['found when off'], 0),
});
