import type { LoaderContext } from '../ingest/loader-context.ts';
import type { SeenObject } from '../warehouse/warehouse.ts';

/** What was staged of these is given up; the ledger knows that they wait, and the next sweep reads them. */
export async function leaveWaiting(
  seen: readonly SeenObject[],
  { warehouse, clock, log }: Pick<LoaderContext, 'warehouse' | 'clock' | 'log'>,
): Promise<void> {
  await warehouse.commit({ waiting: seen.map(seenOf) }, clock);
  for (const { object, generation } of seen)
    log.warn('object waits for the next sweep: a commit of it would read more than it may', {
      object,
      generation,
      hint: 'Raise EARSHOT_MAX_BYTES_BILLED of the committer (commit_max_bytes_billed in deploy/gcp).',
    });
}

const seenOf = ({ object, generation, sizeBytes, seenAt }: SeenObject): SeenObject => ({
  object,
  generation,
  sizeBytes,
  seenAt,
});
