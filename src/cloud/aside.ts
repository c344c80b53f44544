import type { StagedBatch } from '../contract/batch.ts';
import type { Tally } from '../ingest/tally.ts';
import type { SeenObject } from '../warehouse/warehouse.ts';

/** What one run did not load, though it had staged it. */
export interface Aside {
  /** Went to quarantine instead. */
  readonly refused: StagedBatch[];
  /** Stay as they were: the next sweep tries again. */
  readonly left: StagedBatch[];
  /** Those, and unchanged ones whose new generation waits likewise. */
  readonly waiting: SeenObject[];
}

export const nothingAside = (): Aside => ({ refused: [], left: [], waiting: [] });

type Sums = Pick<
  Tally,
  'objectsLoaded' | 'objectsQuarantined' | 'objectsUnchanged' | 'sessions' | 'records' | 'quarantined'
>;

/** What a run's sums really come to: a batch that was set aside is one record in quarantine, whatever it held. */
export function lessAside<S extends Sums>(sums: S, { refused, left, waiting }: Aside): S {
  const batches = [...refused, ...left];
  const held = (count: (batch: StagedBatch) => number) =>
    batches.reduce((total, batch) => total + count(batch), 0);
  const unreadable = held(({ counts }) => (counts.sessions === 0 && counts.quarantined > 0 ? 1 : 0));
  return {
    ...sums,
    objectsLoaded: sums.objectsLoaded - (batches.length - unreadable),
    objectsQuarantined: sums.objectsQuarantined - unreadable + refused.length,
    objectsUnchanged: sums.objectsUnchanged - (waiting.length - left.length),
    sessions: sums.sessions - held(({ counts }) => counts.sessions),
    records: sums.records - held(({ counts }) => counts.records) + refused.length,
    quarantined: sums.quarantined - held(({ counts }) => counts.quarantined) + refused.length,
  };
}
