import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import type { GsPlace } from '../../src/base/places.ts';

/** A fresh bucket of the emulator. */
export async function freshBucket(prefix = ''): Promise<GsPlace> {
  const bucket = `b-${randomUUID()}`;
  const answer = await fetch(`${inject('emulators').gcs}/storage/v1/b?project=p`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name: bucket }),
  });
  if (!answer.ok) throw new Error(`The emulator made no bucket: ${await answer.text()}`);
  return { bucket, prefix };
}
