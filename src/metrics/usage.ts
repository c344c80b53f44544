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

/** A name that was cut short is nearer to the whole than to a shorter word of other letters. */
function nearestOf(name: string, names: readonly string[]): string {
  const longer = names.filter((candidate) => name !== '' && candidate.includes(name));
  return closest(name, longer.length > 0 ? longer : names);
}
