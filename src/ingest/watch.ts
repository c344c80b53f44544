import { relative, sep } from 'node:path';
import { messageOf } from '../base/errors.ts';
import { faultPoint } from '../base/fault.ts';
import { isObjectName } from '../store/object-name.ts';
import type { SeenObject } from '../warehouse/warehouse.ts';
import type { Loader } from './loader.ts';
import { isSettled, lastReadOf, settledByObject } from './plan.ts';
import { WatchedFolder } from './watched-folder.ts';

/** Events of one moment are loaded together: a commit costs about the same for one object as for hundreds. */
const GATHER_MILLIS = 15;
/** An object that breaks off is loaded as it is when it has not grown for so long. */
const GROWING_MILLIS = 2_000;
const RETRY_MILLIS = 5_000;

export interface Watching {
  close(): Promise<void>;
}

/**
 * Loads the objects of a local bucket as they land, change and go: a whole file at once, one that breaks off at its end when it
 * no longer grows. What an event misses, the next sweep finds.
 */
export async function watchBucket(loader: Loader, dir: string): Promise<Watching> {
  const feed = new Feed(loader, dir);
  const folder = new WatchedFolder(dir, (path) => feed.note(path), loader.context.log);
  await folder.open();
  return {
    close: async () => {
      await folder.close();
      await feed.close();
    },
  };
}

interface Growth {
  readonly generation: string;
  readonly sizeBytes: number;
  readonly sinceMs: number;
}

/** Objects that something happened to, and what is done about it, one batch after the other. */
export class Feed {
  readonly #loader: Loader;
  readonly #dir: string;
  #touched = new Set<string>();
  readonly #growing = new Map<string, Growth>();
  readonly #timers = new Set<NodeJS.Timeout>();
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(loader: Loader, dir: string) {
    this.#loader = loader;
    this.#dir = dir;
  }

  note(path: string): void {
    const object = relative(this.#dir, path).split(sep).join('/');
    if (isObjectName(object)) this.#touch(object);
  }

  /** Until all that was noted so far is dealt with; a file that still grows is for later. */
  async idle(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#running;
  }

  #touch(object: string): void {
    this.#touched.add(object);
    this.#runSoon(GATHER_MILLIS);
  }

  #runSoon(millis: number): void {
    if (this.#running || this.#closed) return;
    this.#running = this.#after(millis)
      .then(() => this.#run())
      .finally(() => {
        this.#running = undefined;
        if (this.#touched.size > 0) this.#runSoon(GATHER_MILLIS);
      });
  }

  #after(millis: number): Promise<void> {
    return new Promise((resolve) => {
      setTimeout(resolve, millis);
    });
  }

  #again(object: string, millis: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.#touch(object);
    }, millis);
    this.#timers.add(timer);
  }

  async #run(): Promise<void> {
    const objects = [...this.#touched];
    this.#touched = new Set();
    try {
      if (!this.#closed) await this.#handle(objects);
    } catch (error) {
      const { log } = this.#loader.context;
      log.warn('files that landed were not loaded; they are tried again', {
        objects: objects.length,
        reason: messageOf(error),
      });
      for (const object of objects) this.#again(object, RETRY_MILLIS);
    }
  }

  async #handle(objects: readonly string[]): Promise<void> {
    const { store, warehouse, clock } = this.#loader.context;
    const seenAt = clock.now().toISOString();
    const entries = await warehouse.ledger(objects);
    const settled = settledByObject(entries);
    const versions = await Promise.all(objects.map((object) => store.find(object)));
    const fresh: SeenObject[] = [];
    const gone: string[] = [];
    for (const [index, object] of objects.entries()) {
      const version = versions[index];
      if (version === undefined) {
        this.#growing.delete(object);
        if (entries.some((entry) => entry.object === object && entry.state !== 'gone')) gone.push(object);
      } else if (!isSettled(settled.get(object), version)) fresh.push({ ...version, seenAt });
    }
    if (gone.length > 0) await warehouse.commit({ gone }, clock);
    if (fresh.length === 0) return;
    const lastRead = lastReadOf(settled.values());
    await this.#load(fresh, { lastRead, runStartedAt: seenAt });
    faultPoint('event_acknowledged');
  }

  async #load(
    fresh: readonly SeenObject[],
    run: Pick<Parameters<Loader['load']>[0], 'lastRead' | 'runStartedAt'>,
  ): Promise<void> {
    const nowMs = performance.now();
    const [still, others] = divide(fresh, (seen) => this.#hasStopped(seen, nowMs));
    const asTheyAre = still.length > 0 ? await this.#loader.load({ ...run, seen: still }) : null;
    const { waiting, broken } = await this.#loader.load({ ...run, seen: others, leaveBroken: true });
    for (const { object } of still) this.#growing.delete(object);
    for (const { object } of [...waiting, ...(asTheyAre?.waiting ?? [])]) this.#again(object, RETRY_MILLIS);
    if (broken.length > 0) await this.#await(broken, nowMs);
  }

  /** In the ledger they wait, so that they are accounted for. */
  async #await(broken: readonly SeenObject[], nowMs: number): Promise<void> {
    const { warehouse, clock } = this.#loader.context;
    await warehouse.commit({ waiting: broken }, clock);
    for (const { object, generation, sizeBytes } of broken) {
      const known = this.#growing.get(object);
      const grew = known?.generation !== generation || known.sizeBytes !== sizeBytes;
      if (grew) this.#growing.set(object, { generation, sizeBytes, sinceMs: nowMs });
      this.#again(object, GROWING_MILLIS);
    }
  }

  #hasStopped({ object, generation, sizeBytes }: SeenObject, nowMs: number): boolean {
    const known = this.#growing.get(object);
    if (known?.generation !== generation || known.sizeBytes !== sizeBytes) return false;
    return nowMs - known.sinceMs >= GROWING_MILLIS;
  }
}

function divide<T>(items: readonly T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
