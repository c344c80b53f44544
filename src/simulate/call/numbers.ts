import type { Call } from './call.ts';

/** A particular that a caller gives. */
export interface Given {
  /** As it is said. */
  readonly spoken: string;
  /** As it is keyed; empty when it can't be. */
  readonly keys: string;
}

/** Per mille of numbers that a recogniser leaves in words. */
export const IN_WORDS = 570;
const IN_ONE = 500;
/** Per mille of birthdays that it writes as a date. */
const AS_DATE = 40;

/** A number by voice, as a recogniser writes it down: in words, in one, or in groups of up to four. */
export function grouped(call: Call, digits: string): string {
  if (call.rng.chance(IN_WORDS)) return spokenDigits(call, digits);
  if (digits.length < 6 || call.rng.chance(IN_ONE)) return digits;
  const size = digits.length % 4 === 0 ? 4 : 3;
  return digits.match(size === 4 ? /.{1,4}/g : /.{1,3}/g)?.join(' ') ?? digits;
}

/** Digit by digit; people say oh for zero, and stick to it for one number. */
export function spokenDigits({ rng, language }: Call, digits: string): string {
  const zero = rng.pick(language.words.zeroes);
  return [...digits]
    .map((digit) => (digit === '0' ? zero : (language.words.digits[Number(digit)] ?? '')))
    .join(' ');
}

const two = (value: number): string => String(value).padStart(2, '0');

/** Of an adult; keyed month first. */
export function birthday(call: Call): Given {
  const { rng, language } = call;
  const [month, day, year] = [rng.between(1, 12), rng.between(1, 28), rng.between(1948, 2000)];
  const keys = `${two(month)}${two(day)}${year}`;
  if (rng.chance(AS_DATE)) return { spoken: `${two(month)}/${two(day)}/${year}`, keys };
  const date = language.words.dayOfMonth
    .replace('{month}', language.words.months[month - 1] ?? '')
    .replace('{day}', String(day));
  return { spoken: `${date} ${year}`, keys };
}
