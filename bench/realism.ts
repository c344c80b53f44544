import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { round } from './measure.ts';
import { figuresOf } from './realism/figures.ts';
import { realismMarkdown } from './realism/markdown.ts';
import { simulatedCalls } from './realism/sample.ts';
import { judged } from './realism/targets.ts';
import { printReport } from './report.ts';

/**
 * How near simulated calls come to real ones: the shipped scenario, on samples of the references' own size, over so many seeds.
 * usage: npm run bench:realism -- [--seeds N] [--write]; --write puts the table into docs/realism.md
 */
const { values } = parseArgs({
  options: { seeds: { type: 'string', default: '20' }, write: { type: 'boolean', default: false } },
});
/** Enough for 10,615 prompts and 5,521 caller turns to be a sample and not all. */
const CALLS = 3000;

const figures = new Map<string, number[]>();
const seeds = Number(values.seeds);
for (let seed = 1; seed <= seeds; seed++) {
  for (const [name, value] of Object.entries(figuresOf(await simulatedCalls(CALLS, seed), seed))) {
    figures.set(name, [...(figures.get(name) ?? []), value]);
  }
}

const rows = judged(figures);
printReport(
  `Simulated calls beside real ones, mean and standard deviation over ${seeds} seeds`,
  rows.map(({ figure, mean, sd, low, high, within }) => ({
    figure,
    simulated: `${round(mean, 4)} ± ${round(sd, 4)}`,
    'may be': `${round(low, 4)} to ${round(high, 4)}`,
    within: within ? 'yes' : 'NO',
  })),
  { bench: 'realism', seeds, within: rows.filter((row) => row.within).length, of: rows.length },
);
if (values.write) writeFileSync(new URL('../docs/realism.md', import.meta.url), realismMarkdown(rows, seeds));
process.exitCode = rows.every((row) => row.within) ? 0 : 1;
