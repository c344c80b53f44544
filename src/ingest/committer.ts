import { rm } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import { faultPoint } from '../base/fault.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Commit, Feed, Portion, SeenObject, Warehouse } from '../warehouse/warehouse.ts';
import { StagedQueue } from './staged-queue.ts';
import type { Tally } from './tally.ts';

/**
 * Elections are held once a commit, over all calls of the customers that it touched, and a row group that it leaves half full
 * is written anew by the next: commits of 20,000 sessions cost twice as much.
 */
const SESSIONS_PER_COMMIT = 120_000;
const OBJECTS_PER_COMMIT = 5_000;

/** What all commits of one run say of it. */
type Run = Pick<Commit, 'again' | 'runStartedAt'>;

/** Loads staged batches in large commits, one at a time, while the next objects are being staged. */
export class Committer {
  readonly #warehouse: Warehouse;
  readonly #clock: Clock;
  readonly #tally: Tally;
  readonly #run: Run;
  readonly #queue: StagedQueue;
  readonly #committing: Promise<void>;
  #hasFailed = false;

  /** @param portionSessions staged sessions that are worth being loaded before the rest is staged */
  constructor(warehouse: Warehouse, clock: Clock, tally: Tally, run: Run, portionSessions?: number) {
    this.#warehouse = warehouse;
    this.#clock = clock;
    this.#tally = tally;
    this.#run = run;
    this.#queue = new StagedQueue(portionSessions);
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
      const group = new Group(this.#queue);
      const first = group.take();
      const { again = false, runStartedAt } = this.#run;
      await this.#warehouse.commit(
        {
          ...first,
          ...(this.#queue.isEnded ? {} : { feed: group }),
          again,
          ...(runStartedAt === undefined ? {} : { runStartedAt }),
        },
        this.#clock,
      );
      await this.#settle(group);
    }
  }

  async #settle({ batches, unchanged }: Group): Promise<void> {
    for (const batch of batches) this.#tally.addLoaded(batch);
    for (let i = 0; i < unchanged; i++) this.#tally.addUnchanged();
    await Promise.all(batches.map(removeStaged));
    faultPoint('staged_removed');
  }
}

/** What one commit takes out of the queue. */
class Group implements Feed {
  readonly #queue: StagedQueue;
  readonly batches: StagedBatch[] = [];
  unchanged = 0;
  #sessions = 0;

  constructor(queue: StagedQueue) {
    this.#queue = queue;
  }

  async next(hurry: AbortSignal): Promise<Portion | null> {
    const isFull = this.#sessions >= SESSIONS_PER_COMMIT || this.batches.length >= OBJECTS_PER_COMMIT;
    return !isFull && (await this.#queue.hasPortion(hurry)) ? this.take() : null;
  }

  take(): Portion {
    const portion = this.#queue.take();
    this.batches.push(...portion.batches);
    this.unchanged += portion.unchanged.length;
    for (const { counts } of portion.batches) this.#sessions += counts.sessions;
    return portion;
  }
}

export async function removeStaged(batch: StagedBatch): Promise<void> {
  const files = [batch.versionsFile, batch.quarantineFile].filter((file) => file !== null);
  await Promise.all(files.map((file) => rm(file, { force: true })));
}
