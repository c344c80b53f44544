import { round } from '../measure.ts';
import references from './references.json' with { type: 'json' };
import type { Judged } from './targets.ts';

/** The page docs/realism.md. */
export function realismMarkdown(rows: readonly Judged[], seeds: number): string {
  const { ivr, chat, not } = references;
  const cell = (value: number | null) => (value === null ? '–' : String(round(value, 4)));
  const lines = rows.map((row) =>
    [
      row.figure,
      `${round(row.mean, 4)} ± ${round(row.sd, 4)}`,
      `${round(row.low, 4)} to ${round(row.high, 4)}`,
      row.within ? 'yes' : '**no**',
      cell(row.ivr),
      cell(row.chat),
      cell(row.not),
    ].join(' | '),
  );
  return `# Realism

Written by \`npm run bench:realism -- --write\`: calls of the shipped scenario beside real ones, mean and standard deviation over ${seeds}
seeds. Each figure is taken on a random sample of the references' own size (${ivr.user.turns.toLocaleString('en-US')} caller turns of the bot leg, ${ivr.system.turns.toLocaleString('en-US')} prompts,
${ivr.calls} calls with a caller turn), over all languages, since the share of repeated turns and the count of types grow with the sample.

| figure | simulated | may be | within | IVR | chat | not this |
| --- | --- | --- | --- | --- | --- | --- |
${lines.map((line) => `| ${line} |`).join('\n')}

A figure may lie within 20 % of, or between, the two real targets; types between them; prompts and durations within 20 % of the IVR's.

- IVR: ${ivr.source}.
- Chat: ${chat.source}.
- Not this: ${not.source}.

Words are told apart by white space; for repeats and types they are in lower case without punctuation. A turn repeats another when its
whole text does. The figures of the references lie in \`bench/realism/references.json\`.
`;
}
