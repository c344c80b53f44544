import { MS_PER_DAY } from '../calendar.ts';
import type { Need } from '../need.ts';
import type { Rng } from '../rng.ts';
import type { Language } from '../world/language.ts';
import { type Phrase, speak } from '../world/phrase.ts';
import type { World } from '../world/world.ts';
import type { Tape } from './tape.ts';

/** What the particulars of a phrase depend on; a call is one. */
interface Surroundings {
  readonly rng: Rng;
  readonly language: Language;
  readonly tape: Tape;
  readonly world: World;
  readonly need: Need;
}

/** Whole dollars of a bill or a refund, and the cents that come with them. */
const MONEY = { least: 12, most: 190 };
const CENTS = ['00', '00', '00', '50', '99', '25', '90'];

/** What stays the same in all that is said about one need, by the name of its hole. */
const FACTS: Readonly<Record<string, (call: Surroundings) => string>> = {
  amount: ({ rng }) => `${rng.between(MONEY.least, MONEY.most)}.${rng.pick(CENTS)}`,
  // Parts of the amount, so that they never exceed it.
  extras: (call) => partOf(call, call.rng.between(8, 55)),
  half: (call) => partOf(call, 50),
  price: ({ rng }) => `${rng.between(3, 18) * 5}.${rng.pick(CENTS)}`,
  fee: ({ rng }) => `${rng.between(4, 15)}.${rng.pick(CENTS)}`,
  country: (call) => plainly(call, call.language.caller.countries),
  device: (call) => plainly(call, call.language.topics.get(call.need.topic.intent)?.devices),
};
const IN_MONEY = new Set(['amount', 'extras', 'half', 'price', 'fee']);

/** Fills a hole of a phrase with a particular of the call. */
export function particular(call: Surroundings, hole: string): string {
  const { rng, language } = call;
  if (FACTS[hole] !== undefined) {
    return IN_MONEY.has(hole) ? `${fact(call, hole)} ${language.words.currency}` : fact(call, hole);
  }
  if (hole === 'number') return String(rng.between(2, 40));
  if (hole === 'minutes') return `${rng.between(1, 12) * 5} min`;
  return dayInWords(call, rng.between(1, 21));
}

/** Drawn when it is first told; then the same in every turn of every call about this need. */
export function fact(call: Surroundings, name: string): string {
  const { facts } = call.need;
  const known = facts[name] ?? FACTS[name]?.(call) ?? '';
  facts[name] = known;
  return known;
}

function partOf(call: Surroundings, percent: number): string {
  const cents = Number(fact(call, 'amount').replace('.', ''));
  const part = String(Math.floor((cents * percent) / 100)).padStart(3, '0');
  return `${part.slice(0, -2)}.${part.slice(-2)}`;
}

function plainly({ rng, language }: Surroundings, phrases: readonly Phrase[] = []): string {
  return speak(rng.pick(phrases), rng, language.rules, () => '');
}

function dayInWords({ language, tape, world }: Surroundings, daysAhead: number): string {
  const date = new Date(world.time.local(tape.nowMs) + daysAhead * MS_PER_DAY);
  return language.words.dayOfMonth
    .replace('{month}', language.words.months[date.getUTCMonth()] ?? '')
    .replace('{day}', String(date.getUTCDate()));
}
