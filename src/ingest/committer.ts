import { rm } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import { faultPoint } from '../base/fault.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Commit, Feed, Portion, SeenObject, Warehouse } from '../warehouse/warehouse.ts';
import { divideByBucket, type Finder } from './current.ts';
import type { LoaderContext } from './loader-context.ts';
import { StagedQueue } from './staged-queue.ts';
import type { Tally } from './tally.ts';

/**
 * Elections are held once a commit, over all calls of the customers that it touched, and a row group that it leaves half full
 * is written anew by the next: commits of 20,000 sessions cost twice as much.
 */
const SESSIONS_PER_COMMIT = 120_000;
const OBJECTS_PER_COMMIT = 5_000;
/** So few are looked up in the bucket in a moment: their commit need not be open meanwhile. */
const FEW_OBJECTS = 20;

type CommitterContext = Pick<LoaderContext, 'warehouse' | 'clock' | 'portionSessions'> & {
  readonly store: Finder;
};

/** What all commits of one run say of it. */
type Run = Pick<Commit, 'again' | 'runStartedAt' | 'keeping'> & {
  /** How many objects will be added, about. */
  readonly expectedObjects?: number;
};

/** Loads staged batches in large commits, one at a time, while the next objects are being staged. */
export class Committer {
  readonly #store: Finder;
  readonly #warehouse: Warehouse;
  readonly #clock: Clock;
  readonly #tally: Tally;
  readonly #run: Run;
  readonly #queue: StagedQueue;
  readonly #committing: Promise<void>;
  /** Objects that the bucket held otherwise by the time they were to be committed: they were left out. */
  readonly outdated: string[] = [];
  #hasFailed = false;

  constructor({ store, warehouse, clock, portionSessions }: CommitterContext, tally: Tally, run: Run) {
    this.#store = store;
    this.#warehouse = warehouse;
    this.#clock = clock;
    this.#tally = tally;
    this.#run = run;
    this.#queue = new StagedQueue(portionSessions, run.expectedObjects);
    this.#committing = this.#commitAll();
    // A failure is met at the next wait; without these lines Node would end the process first.
    this.#committing.catch(() => {
      this.#hasFailed = true;
      this.#queue.end();
    });
  }

  /** @throws EarshotError of the first commit that failed. */
  async add(batch: StagedBatch): Promise<void> {
    this.#queue.add(batch);
    while (this.#queue.isFull && !this.#hasFailed) await this.#queue.changed();
    if (this.#hasFailed) await this.#committing;
  }

  async addUnchanged(seen: SeenObject, batch: StagedBatch): Promise<void> {
    this.#queue.addUnchanged(seen);
    await removeStaged(batch);
  }

  /** Commits what is left. @throws EarshotError of the first commit that failed. */
  async finish(): Promise<void> {
    this.#queue.end();
    await this.#committing;
  }

  async #commitAll(): Promise<void> {
    while (await this.#queue.hasPortion()) {
      const group = new Group(this.#queue, this.#store);
      const { again = false, runStartedAt, keeping } = this.#run;
      const run = { again, ...(runStartedAt && { runStartedAt }), ...(keeping && { keeping }) };
      const isSmall = this.#queue.isEnded && this.#queue.objects <= FEW_OBJECTS;
      await this.#warehouse.commit(
        { ...(isSmall ? await group.take() : { feed: group }), ...run },
        this.#clock,
      );
      await this.#settle(group);
    }
  }

  async #settle({ batches, unchanged, outdated }: Group): Promise<void> {
    for (const batch of batches) this.#tally.addLoaded(batch);
    for (let i = 0; i < unchanged; i++) this.#tally.addUnchanged();
    this.outdated.push(...[...outdated.batches, ...outdated.unchanged].map(({ object }) => object));
    await Promise.all([...batches, ...outdated.batches].map(removeStaged));
    faultPoint('staged_removed');
  }
}

/** What one commit takes out of the queue. */
class Group implements Feed {
  readonly #queue: StagedQueue;
  readonly #store: Finder;
  readonly batches: StagedBatch[] = [];
  readonly outdated = { batches: [] as StagedBatch[], unchanged: [] as SeenObject[] };
  unchanged = 0;
  #sessions = 0;
  #isBegun = false;

  constructor(queue: StagedQueue, store: Finder) {
    this.#queue = queue;
    this.#store = store;
  }

  /** The first portion waits for nobody: with one event after the other, a sweep would never come to its end. */
  async next(hurry: AbortSignal): Promise<Portion | null> {
    const isFull = this.#sessions >= SESSIONS_PER_COMMIT || this.batches.length >= OBJECTS_PER_COMMIT;
    const isThere = !isFull && (await this.#queue.hasPortion(this.#isBegun ? hurry : undefined));
    return isThere ? this.take() : null;
  }

  /** All that is there and that the bucket still holds so. */
  async take(): Promise<Portion> {
    this.#isBegun = true;
    const { current, outdated } = await divideByBucket(this.#store, this.#queue.take());
    this.batches.push(...current.batches);
    this.unchanged += current.unchanged.length;
    for (const { counts } of current.batches) this.#sessions += counts.sessions;
    this.outdated.batches.push(...outdated.batches);
    this.outdated.unchanged.push(...outdated.unchanged);
    return current;
  }
}

export async function removeStaged(batch: StagedBatch): Promise<void> {
  const files = [batch.versionsFile, batch.quarantineFile].filter((file) => file !== null);
  await Promise.all(files.map((file) => rm(file, { force: true })));
}
