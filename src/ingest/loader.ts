import { EarshotError, messageOf } from '../base/errors.ts';
import { faultPoint } from '../base/fault.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Keeping } from '../contract/keeping.ts';
import type { SeenObject } from '../warehouse/warehouse.ts';
import { Committer, removeStaged } from './committer.ts';
import { requireKey } from './customer-key.ts';
import type { LoaderContext } from './loader-context.ts';
import type { IngestProgress, IngestReport } from './report.ts';
import { openSource } from './source.ts';
import { removeAllStaged } from './stage-files.ts';
import { createStagePool, type StagePool } from './stage-pool.ts';
import { Tally } from './tally.ts';
import { Turnstile } from './turnstile.ts';

/** What to load, and how. */
export interface Load {
  readonly seen: readonly SeenObject[];
  /** What was last read of an object. Where nothing that counts has changed, the ledger alone is told. */
  readonly lastRead: ReadonlyMap<string, LastRead>;
  /** ISO 8601. */
  readonly runStartedAt: string;
  /** The bytes are read again although their generation is loaded. */
  readonly again?: boolean;
  /** Objects that break off at their end are left for later: they may still be growing. */
  readonly leaveBroken?: boolean;
  /** How often these objects are being read in this run; once by default. */
  readonly attempt?: number;
  /** Nobody loads after this run: workers go as soon as all is staged. */
  readonly isLast?: boolean;
  readonly onProgress?: (progress: IngestProgress) => void;
  /** Ends the run after the objects in hand. */
  readonly signal?: AbortSignal;
}

export interface LastRead {
  readonly sha256: string;
  readonly rulesVersion: number;
  readonly settings: string | null;
}

/** An object that is overwritten again and again is left for the next run. */
const ATTEMPTS = 3;
const CHANGING = 'object_changing: It was overwritten each time that it was read.';

export type Waiting = IngestReport['objectsWaiting'][number];

export interface Loaded {
  readonly tally: Tally;
  /** Could not be read this time. */
  readonly waiting: Waiting[];
  /** Break off at their end. */
  readonly broken: SeenObject[];
}

/** Reads objects of the bucket into the warehouse: the one way there, for sweeps and for events. One per owner. */
export class Loader {
  readonly context: LoaderContext;
  readonly #turnstile = new Turnstile();
  /** Generations that somebody is reading. */
  readonly #inFlight = new Set<string>();
  /** Made beforehand, and used by the first run. */
  #ready: StagePool | undefined;
  #pool: StagePool | undefined;

  constructor(context: LoaderContext, ready?: StagePool) {
    this.context = context;
    this.#ready = ready;
  }

  /** Stages side by side, commits in groups. @throws EarshotError when stage folder or warehouse fail; what was committed stays */
  load(work: Load): Promise<Loaded> {
    return this.#turnstile.shared(() => this.#load(work));
  }

  /** Nothing is loaded while `work` runs: what it changes in the warehouse, no staged batch knows of. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    return this.#turnstile.alone(work);
  }

  async close(): Promise<void> {
    await this.#turnstile.alone(() => this.#letWorkersGo());
  }

  async #letWorkersGo(): Promise<void> {
    const pools = [this.#pool, this.#ready];
    this.#pool = undefined;
    this.#ready = undefined;
    await Promise.all(pools.map((pool) => pool?.close()));
  }

  /** All of it once more where another process has erased somebody meanwhile: what is in by then changes nothing. */
  async #load(work: Load, attempt = 1): Promise<Loaded> {
    const loaded = { tally: new Tally(), waiting: [], broken: [] };
    try {
      await this.#loadInto(loaded, work);
      return loaded;
    } catch (error) {
      const isMoved = error instanceof EarshotError && error.code === 'keeping_moved';
      if (!isMoved || attempt === ATTEMPTS) throw error;
      return this.#load(work, attempt + 1);
    }
  }

  async #loadInto(loaded: Loaded, work: Load): Promise<void> {
    const { warehouse, clock, config } = this.context;
    await requireKey(warehouse, config, clock);
    const keeping = this.context.keeping ?? (await warehouse.keeping());
    const committer = new Committer(this.context, loaded.tally, {
      ...work,
      keeping,
      expectedObjects: work.seen.length,
    });
    const queue = work.seen[Symbol.iterator]();
    const progress = progressOf(work);
    let hasFailed = false;
    const lane = async () => {
      for (const seen of queue) {
        if (work.signal?.aborted || hasFailed) return;
        const batch = await this.#stage(seen, keeping, loaded.waiting);
        if (batch !== null) await settle(batch, seen, work, committer, loaded.broken);
        progress(batch);
      }
    };
    // One object more than there are workers, so that none of them waits for a read.
    const lanes = Array.from({ length: Math.max(1, config.workers) + 1 }, lane);
    try {
      await Promise.all(lanes);
    } catch (error) {
      hasFailed = true;
      await Promise.allSettled(lanes);
      // What was staged before is committed all the same; what failed first is what is told.
      await committer.finish().catch(() => undefined);
      throw error;
    }
    await Promise.all([committer.finish(), work.isLast && this.#letWorkersGo()]);
    await this.#catchUp(committer.outdated, work, loaded);
  }

  /** Objects that changed while they were read: the ledger is told what the bucket holds now, and that is read once more. */
  async #catchUp(outdated: readonly string[], work: Load, loaded: Loaded): Promise<void> {
    if (outdated.length === 0) return;
    const { store, warehouse, clock } = this.context;
    const seenAt = clock.now().toISOString();
    const versions = await Promise.all(outdated.map((object) => store.find(object)));
    const seen = versions.flatMap((version) => (version ? [{ ...version, seenAt }] : []));
    const gone = outdated.filter((_, index) => versions[index] === undefined);
    await warehouse.commit({ waiting: seen, gone }, clock);
    const { attempt = 1 } = work;
    if (attempt < ATTEMPTS) return this.#loadInto(loaded, { ...work, seen, attempt: attempt + 1 });
    loaded.waiting.push(...seen.map(({ object }) => ({ object, reason: CHANGING })));
  }

  /** Null when it waits for the next run, or somebody else has it in hand. */
  async #stage(seen: SeenObject, keeping: Keeping, waiting: Waiting[]): Promise<StagedBatch | null> {
    const id = `${seen.object}\n${seen.generation}`;
    if (this.#inFlight.has(id)) return null;
    this.#inFlight.add(id);
    try {
      const source = await openSource(this.context.store, seen, this.context.config);
      faultPoint('read');
      const batch = await this.#stagePool().stage({ ...seen, source }, keeping);
      faultPoint('staged');
      return batch;
    } catch (error) {
      if (!(error instanceof EarshotError) || !isOfThisObjectAlone(error)) throw error;
      this.context.log.warn('object waits for the next run', { object: seen.object, reason: error.code });
      waiting.push({ object: seen.object, reason: `${error.code}: ${messageOf(error)}` });
      return null;
    } finally {
      this.#inFlight.delete(id);
    }
  }

  #stagePool(): StagePool {
    if (this.#pool) return this.#pool;
    // What a process that was killed left behind is staged anew.
    removeAllStaged(this.context.config.stagedDir);
    this.#pool = this.#ready ?? createStagePool(this.context.config);
    this.#ready = undefined;
    return this.#pool;
  }
}

async function settle(
  batch: StagedBatch,
  seen: SeenObject,
  { lastRead, again, leaveBroken }: Load,
  committer: Committer,
  broken: SeenObject[],
): Promise<void> {
  if (leaveBroken && batch.brokenEnd) {
    broken.push(seen);
    await removeStaged(batch);
  } else if (!again && isUnchanged(batch, lastRead.get(batch.object)))
    await committer.addUnchanged(seen, batch);
  else await committer.add(batch);
}

/** The same bytes under the same rules and settings say the same. */
function isUnchanged(batch: StagedBatch, last: LastRead | undefined): boolean {
  return (
    last !== undefined &&
    last.sha256 === batch.sha256 &&
    last.rulesVersion === batch.rulesVersion &&
    last.settings === batch.settings
  );
}

/** A full disk or a lost permission of the stage folder meets every object: then the run ends instead. */
function isOfThisObjectAlone({ code, facts }: EarshotError): boolean {
  return code !== 'stage_failed' || facts.code === null || String(facts.code).startsWith('ERR_');
}

function progressOf({ seen, onProgress }: Load): (batch: StagedBatch | null) => void {
  const state = { done: 0, sessions: 0, bytes: 0 };
  return (batch) => {
    state.done += 1;
    state.sessions += batch?.counts.sessions ?? 0;
    state.bytes += batch?.sizeBytes ?? 0;
    onProgress?.({ ...state, objects: seen.length });
  };
}
