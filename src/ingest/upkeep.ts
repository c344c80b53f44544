import { rm } from 'node:fs/promises';
import { EarshotError } from '../base/errors.ts';
import { type RewriteReport, rebuildFileOf } from '../warehouse/rewrite.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { ChangeLog } from './clean/changes.ts';
import { cleanCustomerId, withheldIdSet } from './clean/customer.ts';
import { requireKey } from './customer-key.ts';
import { findHolders } from './holders.ts';
import { Loader } from './loader.ts';
import { keyIdOf, pseudonymOf, tombstoneOf } from './pseudonym.ts';
import type { IngestReport } from './report.ts';
import { removeAllStaged } from './stage-files.ts';
import { type Sweep, sweep } from './sweep.ts';

export type Removal = Extract<RewriteReport, { kind: 'erase' | 'retain' }> & {
  /** Objects of the bucket that could not be looked into for an erased customer. */
  readonly unsearched: readonly string[];
  /** The cut-off now in force, ISO 8601, UTC; null after an erasure. */
  readonly retainedFrom: string | null;
};

export interface Rebuild extends Omit<Sweep, 'selection'> {
  /** Takes the rebuild's place even where it differs. */
  readonly accept: boolean;
  /** Leaves the rows of objects behind that the bucket no longer holds. */
  readonly dropGone: boolean;
}

export interface RebuildReport {
  readonly ingest: IngestReport;
  readonly rewrite: Extract<RewriteReport, { kind: 'adopt' }>;
}

export interface RetryReport {
  readonly objects: number;
  /** Records in quarantine of these objects, before and after. */
  readonly before: number;
  readonly after: number;
  /** Could not be read: gone from the bucket, or it failed just now. */
  readonly unread: readonly string[];
}

const SAY_EVERY_MS = 5_000;

/** What is done to a warehouse besides loading what is new. Nothing is loaded meanwhile. */
export class Upkeep {
  readonly #loader: Loader;
  readonly #openFresh: (file: string) => Promise<Warehouse>;

  /** @param openFresh opens a warehouse of the given file, made anew */
  constructor(loader: Loader, openFresh: (file: string) => Promise<Warehouse>) {
    this.#loader = loader;
    this.#openFresh = openFresh;
  }

  /**
   * Removes a customer, and keeps whatever the bucket still says of it out from now on.
   * @param customerId as session files write it
   * @throws EarshotError `no_customer` for an id that stands for a withheld number
   */
  async erase(customerId: string): Promise<Removal> {
    const { config, store } = this.#loader.context;
    const id = cleanCustomerId(customerId, withheldIdSet(config.withheldCustomerIds), new ChangeLog());
    if (id === null) throw noCustomer();
    const removal = await this.#eraseRows(id);
    const { removed } = removal;
    // Loading goes on meanwhile: nothing lets the customer in any more.
    const { objects, unsearched } = await findHolders(store, id, removed.objects, config, this.#looking());
    return { ...removal, removed: { ...removed, objects }, unsearched };
  }

  #eraseRows(id: string): Promise<Removal> {
    return this.#loader.alone(async () => {
      const { warehouse, clock, config } = this.#loader.context;
      await requireKey(warehouse, config, clock);
      removeAllStaged(config.stagedDir);
      const { tombstoneKey } = await warehouse.keeping();
      const stored = config.customerKey === null ? id : pseudonymOf(id, config.customerKey);
      const tombstone = tombstoneOf(id, tombstoneKey);
      return removalOf(await warehouse.replace({ kind: 'erase', customerId: stored, tombstone }, clock));
    });
  }

  /** Says now and then how far it is: a bucket may take minutes. */
  #looking(): (looked: number) => void {
    const { clock, log } = this.#loader.context;
    let saidMs = clock.now().getTime();
    return (looked) => {
      const nowMs = clock.now().getTime();
      if (nowMs - saidMs < SAY_EVERY_MS) return;
      saidMs = nowMs;
      log.info('erased; looking through the bucket for what still holds the customer', { objects: looked });
    };
  }

  /**
   * Removes the sessions that began before, and keeps them out from now on. The cut-off never goes back.
   * @param from ISO 8601, UTC
   */
  retain(from: string): Promise<Removal> {
    return this.#loader.alone(async () => {
      const { warehouse, clock, config } = this.#loader.context;
      removeAllStaged(config.stagedDir);
      const { retainFrom } = await warehouse.keeping();
      const later = retainFrom !== null && retainFrom > from ? retainFrom : from;
      return removalOf(await warehouse.replace({ kind: 'retain', from: later }, clock), later);
    });
  }

  /** Makes the warehouse anew from the bucket beside the old one, and lets it take its place where it is equal, or accepted. */
  rebuild(run: Rebuild): Promise<RebuildReport> {
    return this.#loader.alone(async () => {
      const { warehouse, config, clock } = this.#loader.context;
      const file = rebuildFileOf(config.warehouseFile);
      await removeWarehouse(file);
      try {
        const ingest = await this.#sweepInto(file, run);
        const rekey = await this.#rekey(run);
        const rewrite = await warehouse.replace(
          {
            kind: 'adopt',
            file,
            dropGone: run.dropGone,
            accept: run.accept,
            redactedKinds: config.redact,
            ...(rekey && { rekey }),
          },
          clock,
        );
        if (rewrite.kind !== 'adopt') throw new Error('A rebuild was answered by something else.');
        return { ingest, rewrite };
      } finally {
        await removeWarehouse(file);
      }
    });
  }

  /**
   * Reads objects with records in quarantine again, as the bucket holds them now: their file or the rules may have been mended.
   * All, or the given ones.
   * @throws EarshotError `no_such_record` when a given one has nothing in quarantine
   */
  async retry(objects?: readonly string[]): Promise<RetryReport> {
    const { store, warehouse, clock } = this.#loader.context;
    const before = await quarantinedByObject(warehouse, objects);
    for (const object of objects ?? []) if (!before.has(object)) throw nothingOf(object);
    const runStartedAt = clock.now().toISOString();
    const names = [...before.keys()];
    const found = await Promise.all(names.map((object) => store.find(object)));
    const seen = found.flatMap((version) => (version ? [{ ...version, seenAt: runStartedAt }] : []));
    const { waiting } = await this.#loader.load({ seen, lastRead: new Map(), runStartedAt, again: true });
    const after = await quarantinedByObject(warehouse, names);
    const sum = (counts: ReadonlyMap<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
    const gone = names.filter((_, index) => found[index] === undefined);
    const unread = [...gone, ...waiting.map(({ object }) => object)];
    return { objects: before.size, before: sum(before), after: sum(after), unread };
  }

  async #sweepInto(file: string, run: Rebuild): Promise<IngestReport> {
    const { context } = this.#loader;
    const fresh = await this.#openFresh(file);
    const keeping = await context.warehouse.keeping();
    const loader = new Loader({ ...context, warehouse: fresh, keeping });
    try {
      const report = await sweep(loader, run);
      if (report.interrupted || report.objectsWaiting.length > 0) throw incomplete(report);
      return report;
    } finally {
      await loader.close();
      await fresh.close();
    }
  }

  /** How ids of rows that are carried over become ids under today's key. */
  async #rekey({ dropGone }: Rebuild): Promise<((storedId: string) => string) | null> {
    const { warehouse, config } = this.#loader.context;
    const old = await warehouse.customerKeyId();
    const key = config.customerKey;
    if (old === keyIdOf(key) || dropGone) return null;
    if (old === null && key !== null) return (id) => pseudonymOf(id, key);
    const rows = await warehouse.query({
      sql: `SELECT count(*) AS n FROM ledger WHERE state = 'gone' AND sessions > 0`,
      params: [],
    });
    if (Number(rows[0]?.n) === 0) return null;
    throw new EarshotError(
      'conflict',
      'gone_under_another_key',
      'Rows of objects that are gone from the bucket bear pseudonyms of another key, which cannot be undone.',
      { hint: 'Run it with the old EARSHOT_CUSTOMER_KEY, or leave those rows behind with --drop-gone.' },
    );
  }
}

async function removeWarehouse(file: string): Promise<void> {
  await Promise.all(
    [file, `${file}.wal`, `${file}.tmp`].map((path) => rm(path, { recursive: true, force: true })),
  );
}

function removalOf(report: RewriteReport, retainedFrom: string | null = null): Removal {
  if (report.kind === 'adopt') throw new Error('A removal was answered by a rebuild.');
  return { ...report, unsearched: [], retainedFrom };
}

async function quarantinedByObject(
  warehouse: Warehouse,
  objects?: readonly string[],
): Promise<Map<string, number>> {
  const rows = await warehouse.query({
    sql: 'SELECT object, count(*) AS n FROM quarantine GROUP BY object ORDER BY object',
    params: [],
  });
  const wanted = objects && new Set(objects);
  const counts = rows.map((row) => [String(row.object), Number(row.n)] as const);
  return new Map(counts.filter(([object]) => wanted?.has(object) ?? true));
}

function nothingOf(object: string): EarshotError {
  return new EarshotError('not_found', 'no_such_record', `No record of ${object} is in quarantine.`, {
    hint: '`earshot quarantine list` shows those that are.',
  });
}

function noCustomer(): EarshotError {
  return new EarshotError(
    'usage',
    'no_customer',
    'This id stands for a withheld number: it is nobody in particular.',
    {
      hint: 'Sessions without a customer are stored without an id; let them go by age with `earshot retain`.',
    },
  );
}

function incomplete({ interrupted, objectsWaiting }: IngestReport): EarshotError {
  const [first] = objectsWaiting;
  const why = interrupted
    ? 'it was interrupted'
    : `${objectsWaiting.length} objects could not be read, the first is ${first?.object} (${first?.reason})`;
  return new EarshotError('conflict', 'rebuild_incomplete', `The rebuild was given up: ${why}.`, {
    hint: 'The warehouse is as before. Run it again when nothing writes to the bucket.',
  });
}
