import { createHash } from 'node:crypto';
import { keyIdOf } from './pseudonym.ts';
import type { StageOptions } from './stage-options.ts';

/** Names the settings that decide what becomes of an object: where two differ, a rebuild may differ. Lists count as sets. */
export function fingerprintOf(options: StageOptions): string {
  const { customerKey = null, keeping: _keeping, ...settings } = options;
  const sorted = Object.entries(settings)
    .map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value])
    .sort(([a], [b]) => String(a).localeCompare(String(b)));
  const text = JSON.stringify([...sorted, ['key', keyIdOf(customerKey)]]);
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}
