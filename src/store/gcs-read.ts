import { setTimeout as sleep } from 'node:timers/promises';
import { CRC32C, type File } from '@google-cloud/storage';
import { EarshotError } from '../base/errors.ts';
import { isMissing, mayPass } from './gcs-errors.ts';
import { generationGone } from './generation-gone.ts';
import type { ObjectVersion } from './store.ts';

/**
 * The stored bytes of one generation, as they lie there: gzip stays gzip, whatever its Content-Encoding says. Where the connection
 * breaks, the rest is asked for; size and crc32c are those of the whole.
 * @throws EarshotError `generation_gone`, `object_corrupted`
 */
export async function* readPieces(
  file: File,
  version: ObjectVersion,
  retries: number,
): AsyncGenerator<Uint8Array> {
  const expected = await sumOf(file, version);
  const sum = new CRC32C();
  let received = 0;
  let tried = 0;
  while (received < version.sizeBytes) {
    try {
      for await (const piece of rest(file, received)) {
        sum.update(piece as Buffer);
        received += piece.length;
        yield piece;
      }
      break;
    } catch (error) {
      if (isMissing(error)) throw generationGone(version, 'replaced or deleted');
      if (!mayPass(error) || tried++ >= retries) throw error;
      await sleep(FIRST_WAIT_MILLIS * 2 ** tried);
    }
  }
  if (received !== version.sizeBytes || (expected !== undefined && sum.toString() !== expected))
    throw corrupted(version, received);
}

const FIRST_WAIT_MILLIS = 100;

function rest(file: File, from: number): AsyncIterable<Uint8Array> {
  // The SDK checks a sum only where the answer's headers carry one, and never of a part.
  return file.createReadStream({ decompress: false, validation: false, ...(from > 0 && { start: from }) });
}

async function sumOf(file: File, version: ObjectVersion): Promise<string | undefined> {
  try {
    const [{ crc32c, size }] = await file.getMetadata();
    if (Number(size) !== version.sizeBytes) throw generationGone(version, 'replaced');
    return crc32c;
  } catch (error) {
    throw isMissing(error) ? generationGone(version, 'replaced or deleted') : error;
  }
}

function corrupted({ object, generation, sizeBytes }: ObjectVersion, received: number): EarshotError {
  return new EarshotError(
    'environment',
    'object_corrupted',
    `${object} did not arrive as it is stored: ${received} of ${sizeBytes} bytes, or another checksum.`,
    { hint: 'Nothing of it was loaded. Run it again.', facts: { object, generation } },
  );
}
