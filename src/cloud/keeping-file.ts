import { createHash } from 'node:crypto';
import { EarshotError } from '../base/errors.ts';
import { KEEPS_ALL, type Keeping } from '../contract/keeping.ts';
import type { Store } from '../store/store.ts';

/**
 * What the warehouse keeps out, where the function finds it: it asks no warehouse. The committer writes it, and stages anew
 * what was staged under an older one.
 */
const NAME = 'keeping.json';

export function keepingIdOf({ tombstones, retainFrom }: Keeping): string {
  const text = JSON.stringify([[...tombstones].sort(), retainFrom]);
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** @throws EarshotError `keeping_unreadable`: staged by nothing, a batch would hold who was erased */
export async function readKeepingFile(staging: Store): Promise<Keeping> {
  const text = await textOf(staging);
  const keeping = text === undefined ? KEEPS_ALL : keepingFrom(text);
  if (keeping !== undefined) return keeping;
  throw new EarshotError('environment', 'keeping_unreadable', `${staging.label}/${NAME} can't be read.`, {
    hint: 'Nothing was staged. The next tick of the committer writes it anew; then the event is taken.',
  });
}

/** Written where it says something else, whatever stood there. */
export async function publishKeeping(staging: Store, keeping: Keeping): Promise<void> {
  const text = JSON.stringify(keeping);
  if ((await textOf(staging)) !== text) await staging.put(NAME, text);
}

async function textOf(staging: Store): Promise<string | undefined> {
  const version = await staging.find(NAME);
  return version && Buffer.from(await staging.read(version)).toString('utf8');
}

function keepingFrom(text: string): Keeping | undefined {
  try {
    const { tombstoneKey, tombstones, retainFrom }: Keeping = JSON.parse(text);
    const isTime = retainFrom === null || !Number.isNaN(Date.parse(retainFrom));
    const isWhole = typeof tombstoneKey === 'string' && Array.isArray(tombstones) && isTime;
    return isWhole ? { tombstoneKey, tombstones, retainFrom } : undefined;
  } catch {
    return undefined;
  }
}
