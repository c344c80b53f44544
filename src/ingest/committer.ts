import { rm } from 'node:fs/promises';
import type { Clock } from '../base/clock.ts';
import { faultPoint } from '../base/fault.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Commit, SeenObject, Warehouse } from '../warehouse/warehouse.ts';
import type { Tally } from './tally.ts';

/**
 * A row group of DuckDB, nearly: one that a commit leaves half full is written anew by the next, which doubled the load's cost
 * when a commit held 20,000 sessions.
 */
const SESSIONS_PER_COMMIT = 120_000;
const OBJECTS_PER_COMMIT = 5_000;

/** What all commits of one run say of it. */
type Run = Pick<Commit, 'again' | 'runStartedAt'>;

/** Gathers staged batches and commits them in groups, one commit at a time, while the next objects are being staged. */
export class Committer {
  readonly #warehouse: Warehouse;
  readonly #clock: Clock;
  readonly #tally: Tally;
  readonly #run: Run;
  #batches: StagedBatch[] = [];
  #unchanged: SeenObject[] = [];
  #sessions = 0;
  #running: Promise<void> = Promise.resolve();

  constructor(warehouse: Warehouse, clock: Clock, tally: Tally, run: Run) {
    this.#warehouse = warehouse;
    this.#clock = clock;
    this.#tally = tally;
    this.#run = run;
  }

  async add(batch: StagedBatch): Promise<void> {
    this.#batches.push(batch);
    this.#sessions += batch.counts.sessions;
    if (this.#sessions >= SESSIONS_PER_COMMIT || this.#batches.length >= OBJECTS_PER_COMMIT)
      await this.#start();
  }

  async addUnchanged(seen: SeenObject, batch: StagedBatch): Promise<void> {
    this.#unchanged.push(seen);
    await removeStaged(batch);
  }

  /** Commits what is left. @throws EarshotError of the first commit that failed. */
  async finish(): Promise<void> {
    await this.#start();
    await this.#running;
  }

  /** Waits for the commit before, then lets this one run beside the staging. */
  async #start(): Promise<void> {
    await this.#running;
    const batches = this.#batches;
    const unchanged = this.#unchanged;
    this.#batches = [];
    this.#unchanged = [];
    this.#sessions = 0;
    if (batches.length + unchanged.length === 0) return;
    this.#running = this.#commit(batches, unchanged);
    // A failure is met at the next wait; without this line Node would end the process first.
    this.#running.catch(() => undefined);
  }

  async #commit(batches: readonly StagedBatch[], unchanged: readonly SeenObject[]): Promise<void> {
    const { again = false, runStartedAt } = this.#run;
    const run = runStartedAt === undefined ? { again } : { again, runStartedAt };
    await this.#warehouse.commit({ batches, unchanged, ...run }, this.#clock);
    for (const batch of batches) this.#tally.addLoaded(batch);
    for (let i = 0; i < unchanged.length; i++) this.#tally.addUnchanged();
    await Promise.all(batches.map(removeStaged));
    faultPoint('staged_removed');
  }
}

export async function removeStaged(batch: StagedBatch): Promise<void> {
  const files = [batch.versionsFile, batch.quarantineFile].filter((file) => file !== null);
  await Promise.all(files.map((file) => rm(file, { force: true })));
}
