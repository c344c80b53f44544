import { randomUUID } from 'node:crypto';
import { EarshotError } from '../../base/errors.ts';
import type { Column } from '../../contract/columns.ts';
import { partsOfFiles } from '../../store/ndjson-parts.ts';
import type { Store } from '../../store/store.ts';
import type { BigQueryClient } from './client.ts';

/**
 * Tables of one write that go when it is done. Those that are loaded have the same names in all of the same writes; those that its
 * statements make are its own: another process may be at the same write, over other data.
 */
export class Scratch {
  readonly #client: BigQueryClient;
  readonly #staging: Store;
  readonly #id: string;
  readonly #own = randomUUID().slice(0, 8);
  readonly #objects: string[] = [];
  readonly #tables: string[] = [];

  /** @param id names the write: letters, digits, the same when it is done again */
  constructor(client: BigQueryClient, staging: Store | null, id: string) {
    if (staging === null) throw noStaging();
    this.#client = client;
    this.#staging = staging;
    this.#id = id;
  }

  async fillRows(table: string, columns: readonly Column[], rows: readonly object[]): Promise<string> {
    const lines = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return this.#fill(table, columns, await this.#put(table, [lines]));
  }

  /** @param files NDJSON: paths of this machine, or `gs://` */
  async fillFiles(table: string, columns: readonly Column[], files: readonly string[]): Promise<string> {
    const there = files.filter((file) => file.startsWith('gs://'));
    const here = files.filter((file) => !file.startsWith('gs://'));
    return this.#fill(table, columns, [...there, ...(await this.#put(table, partsOfFiles(here)))]);
  }

  /** Names a table that a statement of this write makes. */
  made(table: string): string {
    return this.#noted(`${this.#own}_${table}`);
  }

  /** What could not be dropped, or is left behind by a process that was killed, ends by itself. */
  async clear(): Promise<void> {
    await Promise.allSettled([
      ...this.#tables.map((table) => this.#client.drop(table)),
      ...this.#objects.map((object) => this.#staging.remove(object)),
    ]);
  }

  async #fill(table: string, columns: readonly Column[], uris: readonly string[]): Promise<string> {
    const name = this.#noted(table);
    await this.#client.load(`earshot_load_${this.#id}_${table}`, uris, name, columns);
    return name;
  }

  #noted(table: string): string {
    const name = `scratch_${this.#id}_${table}`;
    this.#tables.push(name);
    return name;
  }

  async #put(table: string, parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>): Promise<string[]> {
    const uris: string[] = [];
    for await (const part of parts) {
      const object = `commits/${this.#id}/${table}-${String(uris.length).padStart(5, '0')}.ndjson`;
      await this.#staging.put(object, part);
      this.#objects.push(object);
      uris.push(`${this.#staging.label}/${object}`);
    }
    return uris;
  }
}

/** Tables of writes that a kill has ended; those that another process is using just now it makes again. */
export async function dropScratch(
  client: BigQueryClient,
  madeBeforeMillis = Number.POSITIVE_INFINITY,
): Promise<void> {
  const tables = (await client.tables()).filter(
    ({ name, madeAtMillis }) => name.startsWith('scratch_') && madeAtMillis < madeBeforeMillis,
  );
  await Promise.allSettled(tables.map(({ name }) => client.drop(name)));
}

function noStaging(): EarshotError {
  return new EarshotError(
    'usage',
    'no_staging',
    'A warehouse in BigQuery is loaded through a bucket, and none is named.',
    {
      hint: 'Name one in the location of the dataset with --staging gs://BUCKET/PREFIX. Nothing was changed.',
    },
  );
}
