import { createHash } from 'node:crypto';
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

export async function readKeepingFile(staging: Store): Promise<Keeping> {
  const version = await staging.find(NAME);
  if (version === undefined) return KEEPS_ALL;
  return JSON.parse(Buffer.from(await staging.read(version)).toString('utf8'));
}

export async function publishKeeping(staging: Store, keeping: Keeping): Promise<void> {
  const published = await readKeepingFile(staging);
  if (JSON.stringify(published) !== JSON.stringify(keeping)) await staging.put(NAME, JSON.stringify(keeping));
}
