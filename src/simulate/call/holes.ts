import { MS_PER_DAY } from '../calendar.ts';
import type { Rng } from '../rng.ts';
import type { Language } from '../world/language.ts';
import { speak } from '../world/phrase.ts';
import type { World } from '../world/world.ts';
import type { Tape } from './tape.ts';

/** What the particulars of a phrase depend on; a call is one. */
export interface Surroundings {
  readonly rng: Rng;
  readonly language: Language;
  readonly tape: Tape;
  readonly world: World;
}

/** Fills {amount}, {number}, {minutes}, {day}, {country}. */
export function particular(about: Surroundings, hole: string): string {
  const { rng, language } = about;
  if (hole === 'amount') return `${amount(about)} ${language.words.currency}`;
  if (hole === 'number') return String(rng.between(2, 40));
  if (hole === 'minutes') return `${rng.between(1, 12) * 5} min`;
  if (hole === 'country') return speak(rng.pick(language.caller.countries), rng, language.rules, () => '');
  return dayInWords(about, rng.between(1, 21));
}

export function amount({ rng }: Pick<Surroundings, 'rng'>): string {
  return `${rng.between(5, 190)}.${rng.pick(['00', '50', '99', '25', '90'])}`;
}

function dayInWords({ language, tape, world }: Surroundings, daysAhead: number): string {
  const date = new Date(world.time.local(tape.nowMs) + daysAhead * MS_PER_DAY);
  return language.words.dayOfMonth
    .replace('{month}', language.words.months[date.getUTCMonth()] ?? '')
    .replace('{day}', String(date.getUTCDate()));
}
