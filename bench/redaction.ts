import { REDACTION_KIND_NAMES } from '../src/contract/redactions.ts';
import { PARTS as ALL_PARTS, FORMS } from '../test/redact/labelled.ts';
import { type Score, scoreOf } from '../test/redact/score.ts';
import { printReport } from './report.ts';

/**
 * Recall and false hits on the labelled set, per kind, written and spoken; of what was held back no line is printed.
 * usage: npm run bench:redaction -- [--missed]   (--missed: the lines of the other parts that were missed or hit)
 */
const PARTS = { all: ALL_PARTS, held: ['held'] } as const;
const scores = Object.fromEntries(
  Object.entries(PARTS).map(([name, parts]) => [name, FORMS.map((form) => scoreOf(form, parts))]),
) as Record<keyof typeof PARTS, [written: Score, spoken: Score, untouched: Score]>;

const [written, spoken, untouched] = scores.all;
const [heldWritten, heldSpoken, heldUntouched] = scores.held;
const recall = ({ found, secrets }: { found: number; secrets: number }) =>
  secrets === 0 ? null : Number((found / secrets).toFixed(3));
const rate = ({ hit, cases }: Score) => Number((hit / cases).toFixed(4));
const of = (score: { found: number; secrets: number }) => `${score.found} of ${score.secrets}`;

const rows = REDACTION_KIND_NAMES.map((kind) => ({
  kind,
  written: of(written.kinds[kind]),
  spoken: of(spoken.kinds[kind]),
  'written, held back': of(heldWritten.kinds[kind]),
  'spoken, held back': of(heldSpoken.kinds[kind]),
  'called what it is': `${written.kinds[kind].named + spoken.kinds[kind].named}`,
}));

if (process.argv.includes('--missed')) {
  for (const form of FORMS) {
    const { missedLines, hitLines } = scoreOf(form, ['open', 'further']);
    for (const line of missedLines) process.stdout.write(`missed (${form}): ${line}\n`);
    for (const line of hitLines) process.stdout.write(`hit (${form}): ${line}\n`);
  }
}

printReport(
  `Redaction of ${written.cases + spoken.cases + untouched.cases} labelled cases; of ${untouched.cases} to be left untouched ${untouched.hit} hit`,
  rows,
  {
    bench: 'redaction',
    writtenRecall: recall(written),
    spokenRecall: recall(spoken),
    untouchedHit: rate(untouched),
    heldBack: {
      writtenRecall: recall(heldWritten),
      spokenRecall: recall(heldSpoken),
      untouchedHit: rate(heldUntouched),
    },
  },
);
