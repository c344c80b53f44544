import type { Figures } from '../../bench/realism/figures.ts';
import references from '../../bench/realism/references.json' with { type: 'json' };
import { columns } from './columns.ts';
import { curve, type Point } from './curves.ts';
import type { Key } from './figure.ts';
import { type Range, ranges } from './ranges.ts';
import { count, percent, type Shown } from './show.ts';
import { NEUTRAL, REAL_CHAT, REAL_IVR, SIMULATED } from './svg.ts';

// Pictures of simulated calls beside the references: two real ones, and one that an IVR must not sound like.
const { ivr, chat, not } = references;
const AWAY = 'to stay away from';

const keys = (simulated: Key['shape'], others: Key['shape']): Key[] => [
  { name: 'simulated', colour: SIMULATED, ...(simulated && { shape: simulated }) },
  { name: 'real IVR', colour: REAL_IVR, ...(others && { shape: others }) },
  { name: 'real chat', colour: REAL_CHAT, ...(others && { shape: others }) },
  { name: AWAY, colour: NEUTRAL, ...(others && { shape: others }) },
];

/** From there on turns of any length are one column. */
const MOST_WORDS = 13;

/** @param words of each caller turn */
export function terseness(words: readonly number[]): Shown {
  const shares = Array.from({ length: MOST_WORDS }, (_, at) => {
    const turns = words.filter((each) => Math.min(each, MOST_WORDS) === at + 1).length;
    return turns / words.length;
  });
  const marks = [
    { value: ivr.user.oneWordShare, colour: REAL_IVR },
    { value: chat.user.oneWordShare, colour: REAL_CHAT },
    { value: not.user.oneWordShare, colour: NEUTRAL },
  ];
  const [simulated = 0] = shares;
  const [real, written, away] = marks.map((mark) => percent(mark.value));
  return columns(
    {
      title: 'Callers are terse',
      subtitle: `Share of ${count(words.length)} simulated caller turns by number of words; dashes: share of one-word turns in the references`,
      summary: `Turns of one word: ${percent(simulated)} simulated, ${real} at the real IVR, ${written} in the real chat, ${away} in the corpus to stay away from.`,
    },
    {
      data: shares.map((value, at) => ({
        name: at + 1 === MOST_WORDS ? `${MOST_WORDS}+` : String(at + 1),
        value,
        ...(at === 0 && { marks }),
      })),
      axis: 'words in a turn',
      colour: SIMULATED,
      shown: (value) => percent(value, 0),
      keys: keys('box', 'dash'),
    },
  );
}

type Summary = Pick<Range, 'mean' | 'p50' | 'p95'>;

const rangeOf = (name: string, colour: string, { mean, p50, p95 }: Summary): Range => ({
  ...{ name, colour, mean, p50, p95 },
});
const beside = (simulated: Summary, others: readonly [string, string, Summary][]): Range[] => [
  rangeOf('simulated', SIMULATED, simulated),
  ...others.map((other) => rangeOf(...other)),
];

/** @param figures of the simulated calls @param meanSec of their bot legs */
export function measures(figures: Figures, meanSec: number): Shown {
  const of = (name: string, mean = figures[`${name}, mean`] ?? 0): Summary => ({
    mean,
    p50: figures[`${name}, p50`] ?? 0,
    p95: figures[`${name}, p95`] ?? 0,
  });
  const [words, turns] = [of('words per caller turn'), of('caller turns per call')];
  const seconds = of('bot leg in s', meanSec);
  return ranges(
    {
      title: 'How much is said, and how long it takes',
      subtitle: 'From the median (bar) to the 95th percentile (number); ring: the mean',
      summary: `Words per caller turn: mean ${words.mean.toFixed(2)} simulated, ${ivr.user.wordsPerTurn.mean.toFixed(2)} at the real IVR. Caller turns per call: median ${turns.p50} and ${ivr.user.turnsPerDialogue.p50}. Seconds with the bot: median ${Math.round(seconds.p50)} and ${ivr.durationSec.p50}.`,
    },
    [
      {
        title: 'Words per caller turn',
        ranges: beside(words, [
          ['real IVR', REAL_IVR, ivr.user.wordsPerTurn],
          ['real chat', REAL_CHAT, chat.user.wordsPerTurn],
          [AWAY, NEUTRAL, not.user.wordsPerTurn],
        ]),
      },
      {
        title: 'Caller turns per call, before any agent',
        ranges: beside(turns, [
          ['real IVR', REAL_IVR, ivr.user.turnsPerDialogue],
          ['real chat', REAL_CHAT, chat.user.turnsPerDialogue],
          [AWAY, NEUTRAL, not.user.turnsPerDialogue],
        ]),
      },
      { title: 'Seconds with the bot', ranges: beside(seconds, [['real IVR', REAL_IVR, ivr.durationSec]]) },
    ],
  );
}

/** The longest count of words that the references have. */
const MOST_TOKENS = 10_000;
const STEP = 250;

/** @param tokens words that callers say, in order */
export function vocabulary(tokens: readonly string[]): Shown {
  const seen = new Set<string>();
  const points: Point[] = [[0, 0]];
  tokens.slice(0, MOST_TOKENS).forEach((token, at) => {
    seen.add(token);
    if ((at + 1) % STEP === 0) points.push([at + 1, seen.size]);
  });
  const dots = (colour: string, { typesAt }: { readonly typesAt: Readonly<Record<string, number>> }) => ({
    colour,
    points: ['1000', '5000', '10000'].map((words): Point => [Number(words), typesAt[words] ?? 0]),
  });
  const last = String(MOST_TOKENS) as '10000';
  return curve(
    {
      title: 'How many different words callers use',
      subtitle: 'Different words among the first so many that callers say, turns in random order',
      summary: `Among ${count(MOST_TOKENS)} words ${count(seen.size)} different ones when simulated, ${count(ivr.user.typesAt[last])} at the real IVR, ${count(chat.user.typesAt[last])} in the real chat, ${count(not.user.typesAt[last])} in the corpus to stay away from.`,
    },
    {
      points,
      colour: SIMULATED,
      dots: [dots(NEUTRAL, not.user), dots(REAL_CHAT, chat.user), dots(REAL_IVR, ivr.user)],
      axis: 'words said',
      keys: keys('dash', 'dot'),
    },
  );
}
