import { EarshotError } from '../../base/errors.ts';
import type { Column } from '../../contract/columns.ts';
import { partsOfFiles } from '../../store/ndjson-parts.ts';
import type { Store } from '../../store/store.ts';
import type { BigQueryClient } from './client.ts';

/** Tables of one write that are loaded first and go when it is done. All of the same write have the same names. */
export class Scratch {
  readonly #client: BigQueryClient;
  readonly #staging: Store;
  readonly #id: string;
  readonly #objects: string[] = [];
  readonly #tables: string[] = [];

  /** @param id names the write: letters, digits, the same when it is done again */
  constructor(client: BigQueryClient, staging: Store | null, id: string) {
    if (staging === null) throw noStaging();
    this.#client = client;
    this.#staging = staging;
    this.#id = id;
  }

  /** The name of a table of this write, to stand in SQL. */
  name(table: string): string {
    return `scratch_${this.#id}_${table}`;
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
    this.#tables.push(this.name(table));
    return this.name(table);
  }

  /** What is left behind by a process that was killed ends by itself, or when the write is done again. */
  async clear(): Promise<void> {
    await Promise.all(this.#tables.map((table) => this.#client.drop(table)));
    await Promise.all(this.#objects.map((object) => this.#staging.remove(object)));
  }

  async #fill(table: string, columns: readonly Column[], uris: readonly string[]): Promise<string> {
    const name = this.made(table);
    await this.#client.load(`earshot_load_${this.#id}_${table}`, uris, name, columns);
    await this.#client.expire(name);
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
