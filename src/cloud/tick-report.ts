import type { ObjectCounts } from '../contract/batch.ts';
import type { Tally } from '../ingest/tally.ts';
import type { CommitReport } from '../warehouse/warehouse.ts';
import type { FoundManifest } from './found-manifests.ts';
import type { Sorted } from './sorted-batches.ts';

export interface TickReport {
  /** Batches that were found. */
  readonly staged: number;
  readonly objects: number;
  /** Loaded; those of restaged batches among them, as below. */
  readonly sessions: number;
  /** That came in with them, whatever became of each. */
  readonly records: number;
  readonly quarantined: number;
  /** The same bytes as before under a new generation. */
  readonly unchanged: number;
  /** Of a generation that is in the warehouse already, or that a newer one has replaced. */
  readonly late: number;
  /** Staged under other settings, or before somebody was erased, or refused by the warehouse: read again. */
  readonly restaged: number;
  /** Manifests that nobody can read: put aside, and named in the log. */
  readonly unreadable: number;
  /** Would each read more than a commit may: they wait for the next sweep. */
  readonly tooDear: number;
  /** Staged still, since so much was refused that the search for it ended. */
  readonly left: number;
  /** Not all of it was taken: the next tick goes on. */
  readonly more: boolean;
}

/** What became of the batches that were neither late nor outdated. */
export interface CommittedStaged {
  readonly report: CommitReport;
  readonly refused: readonly FoundManifest[];
  readonly tooDear: readonly FoundManifest[];
  readonly untried: readonly FoundManifest[];
}

export type RestagedSums = Pick<Tally, 'sessions' | 'records' | 'quarantined'>;

export function reportOf(
  { fresh, unchanged, late }: Sorted,
  { report, refused, tooDear, untried }: CommittedStaged,
  restaged: RestagedSums,
  round: Pick<TickReport, 'staged' | 'restaged' | 'unreadable' | 'more'>,
): TickReport {
  const notLoaded = new Set([...refused, ...tooDear, ...untried]);
  const loaded = fresh.filter((one) => !notLoaded.has(one));
  return {
    ...round,
    objects: report.objects,
    sessions: report.sessions + restaged.sessions,
    records: sum(loaded, ({ records }) => records) + restaged.records,
    quarantined: sum(loaded, ({ quarantined }) => quarantined) + restaged.quarantined,
    unchanged: unchanged.filter((one) => !notLoaded.has(one)).length,
    late,
    tooDear: tooDear.length,
    left: untried.length,
  };
}

export function sumOf(one: TickReport, other: TickReport): TickReport {
  return {
    staged: one.staged + other.staged,
    objects: one.objects + other.objects,
    sessions: one.sessions + other.sessions,
    records: one.records + other.records,
    quarantined: one.quarantined + other.quarantined,
    unchanged: one.unchanged + other.unchanged,
    late: one.late + other.late,
    restaged: one.restaged + other.restaged,
    unreadable: one.unreadable + other.unreadable,
    tooDear: one.tooDear + other.tooDear,
    left: other.left,
    more: other.more,
  };
}

const sum = (found: readonly FoundManifest[], count: (counts: ObjectCounts) => number): number =>
  found.reduce((total, { manifest }) => total + count(manifest.counts), 0);
