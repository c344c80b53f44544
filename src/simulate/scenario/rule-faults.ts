import { calledBy } from '../world/phrase.ts';
import type { Complaint, Path } from './complaint.ts';

type Rules = Readonly<Record<string, readonly string[]>>;

/** Rules may call rules; one that comes back to itself would never end. @param path of the rules */
export function* ruleFaults(path: Path, rules: Rules): Generator<Complaint> {
  const sound = new Set<string>();
  for (const name of Object.keys(rules)) {
    const circle = circleFrom(name, rules, [], sound);
    if (circle === null) continue;
    const way = circle.map((rule) => `<${rule}>`).join(' calls ');
    yield { path: [...path, circle[0] ?? name], complaint: `never ends: ${way}` };
    return;
  }
}

/** The way back to a rule that is being looked at, null when none leads there. */
function circleFrom(
  name: string,
  rules: Rules,
  above: readonly string[],
  sound: Set<string>,
): string[] | null {
  if (sound.has(name)) return null;
  if (above.includes(name)) return [...above.slice(above.indexOf(name)), name];
  for (const called of calledBy(rules[name] ?? [])) {
    const circle = circleFrom(called, rules, [...above, name], sound);
    if (circle !== null) return circle;
  }
  sound.add(name);
  return null;
}
