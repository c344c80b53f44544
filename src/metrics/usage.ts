import { closest } from 'fastest-levenshtein';
import { EarshotError } from '../base/errors.ts';

/** A question that cannot be asked. */
export function usage(code: string, message: string, hint?: string): EarshotError {
  return new EarshotError('usage', code, message, hint === undefined ? {} : { hint });
}

/** @throws EarshotError `unknown_<what>` with the nearest name */
export function named<T>(
  what: 'metric' | 'dimension' | 'field',
  known: ReadonlyMap<string, T>,
  name: string,
): T {
  const found = known.get(name);
  if (found !== undefined) return found;
  const names = [...known.keys()];
  const nearest = nearestOf(name, names);
  throw new EarshotError('usage', `unknown_${what}`, `No ${what} is named "${name}".`, {
    hint: `Did you mean ${nearest}? Known: ${names.join(', ')}.`,
    facts: { name, nearest },
  });
}

/** A name that was cut short is nearer to the whole than to a shorter word of other letters; a word of a name stands for it. */
function nearestOf(name: string, names: readonly string[]): string {
  const beginning = names.filter((candidate) => name !== '' && candidate.startsWith(name));
  const holding = names.filter((candidate) => name !== '' && candidate.includes(name));
  const near = [beginning, holding].find((some) => some.length > 0);
  if (near) return closest(name, near);
  const words = new Map(
    names.flatMap((candidate) => [candidate, ...candidate.split('_')].map((word) => [word, candidate])),
  );
  return words.get(closest(name, [...words.keys()])) ?? closest(name, names);
}
