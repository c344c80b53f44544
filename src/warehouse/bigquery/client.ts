import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BigQuery, type Job, type JobMetadata } from '@google-cloud/bigquery';
import type { BigQueryPlace } from '../../base/places.ts';
import { bigquerySchema } from '../../contract/bigquery-schema.ts';
import type { Column } from '../../contract/columns.ts';
import type { Row } from '../warehouse.ts';
import { rowOf } from './cells.ts';
import { bigQueryTrouble, isKnownJob, isMissing, mayPass } from './errors.ts';
import { type Parameter, parametersOf } from './parameters.ts';

export interface ClientOptions {
  /** Address of the API, for an emulator or a private endpoint; Google's own by default. */
  readonly endpoint?: string;
  readonly maxBytesBilled: number;
  /** Tries again so often after a failure that may pass. */
  readonly maxRetries?: number;
  /** The wait before the first retry; doubled each time. */
  readonly retryMillis?: number;
}

const DEFAULT_RETRIES = 5;
const SCRATCH_LIFE_MILLIS = 2 * 86_400_000;
const DEFAULT_RETRY_MILLIS = 1000;

export interface TableShape {
  readonly isView: boolean;
  /** By the names that types have in GoogleSQL; those of a RECORD's members are left out. */
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/** The API has two names for some types. */
const SQL_TYPES: Readonly<Record<string, string>> = {
  INTEGER: 'INT64',
  FLOAT: 'FLOAT64',
  BOOLEAN: 'BOOL',
  STRUCT: 'RECORD',
};

type Configuration = NonNullable<JobMetadata['configuration']>;

/** One dataset, asked through Google's SDK; it finds the credentials (Application Default Credentials). */
export class BigQueryClient {
  readonly place: BigQueryPlace;
  readonly #bigquery: BigQuery;
  readonly #options: ClientOptions;
  #location: Promise<string> | undefined;

  constructor(place: BigQueryPlace, options: ClientOptions) {
    this.place = place;
    this.#options = options;
    this.#bigquery = new BigQuery({
      projectId: place.project,
      ...(options.endpoint && { apiEndpoint: options.endpoint }),
    });
  }

  /** Where the dataset lies; every job has to run there. @throws EarshotError `dataset_missing` */
  location(): Promise<string> {
    this.#location ??= this.#retried(async () => {
      const [metadata] = await this.#dataset().getMetadata();
      return String(metadata.location);
    });
    this.#location.catch(() => {
      this.#location = undefined;
    });
    return this.#location;
  }

  /** A statement, or a script: then the rows of its last one. */
  async query(sql: string, params: readonly Parameter[] = []): Promise<Row[]> {
    const { project: projectId, dataset: datasetId } = this.place;
    const query = {
      query: sql,
      useLegacySql: false,
      maximumBytesBilled: String(this.#options.maxBytesBilled),
      defaultDataset: { projectId, datasetId },
      ...(params.length > 0 && { parameterMode: 'NAMED', queryParameters: parametersOf(params) }),
    };
    return this.#retried(async () => {
      const job = await this.#insert(`earshot_query_${randomUUID()}`, { query });
      const [rows] = await job.getQueryResults();
      return rows.map(rowOf);
    });
  }

  /**
   * Loads NDJSON into a table of its own, which it makes or fills anew. The same job is never run twice: where one of the name is
   * known, its result counts.
   */
  async load(
    name: string,
    uris: readonly string[],
    table: string,
    columns: readonly Column[],
  ): Promise<void> {
    const { project: projectId, dataset: datasetId } = this.place;
    const load = {
      sourceUris: [...uris],
      sourceFormat: 'NEWLINE_DELIMITED_JSON',
      schema: { fields: bigquerySchema(columns).map(({ description: _, ...field }) => field) },
      destinationTable: { projectId, datasetId, tableId: table },
      createDisposition: 'CREATE_IF_NEEDED',
      writeDisposition: 'WRITE_TRUNCATE',
    } as Configuration['load'];
    let attempt = 0;
    await this.#retried(async () => {
      attempt += 1;
      const job = await this.#insert(`${name}_${attempt}`, { load } as Configuration);
      await job.promise();
      // A job that ran days ago may have been followed by the end of its table.
      if (!(await this.hasTable(table)))
        throw Object.assign(new Error('The loaded table is gone.'), { code: 503 });
    });
  }

  async hasTable(name: string): Promise<boolean> {
    const [exists] = await this.#dataset().table(name).exists();
    return exists;
  }

  /** Names of all tables and views. */
  async tables(): Promise<string[]> {
    return this.#retried(async () => {
      const [tables] = await this.#dataset().getTables();
      return tables.map(({ id }) => String(id));
    });
  }

  /** What a table or a view is made of. */
  async shapeOf(name: string): Promise<TableShape> {
    return this.#retried(async () => {
      const [{ type, schema }] = await this.#dataset().table(name).getMetadata();
      const fields: readonly { name: string; type: string }[] = schema?.fields ?? [];
      return {
        isView: type === 'VIEW',
        columns: fields.map((field) => ({ name: field.name, type: SQL_TYPES[field.type] ?? field.type })),
      };
    });
  }

  /** The rows of a small table, read without a query: that bills nothing. Undefined when there is no such table. */
  async listRows(table: string): Promise<Row[] | undefined> {
    return this.#retried(async () => {
      try {
        const [rows] = await this.#dataset().table(table).getRows();
        return rows.map(rowOf);
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    });
  }

  /** The table ends by itself within days. */
  async expire(table: string): Promise<void> {
    const expirationTime = String(Date.now() + SCRATCH_LIFE_MILLIS);
    await this.#retried(() => this.#dataset().table(table).setMetadata({ expirationTime }));
  }

  async drop(table: string): Promise<void> {
    await this.#retried(() => this.#dataset().table(table).delete({ ignoreNotFound: true }));
  }

  #dataset() {
    return this.#bigquery.dataset(this.place.dataset, { projectId: this.place.project });
  }

  /** The id is the client's: where an answer was lost, the job that it spoke of is found again. */
  async #insert(jobId: string, configuration: Configuration): Promise<Job> {
    const location = await this.location();
    try {
      const [job] = await this.#bigquery.createJob({ configuration, jobId, location });
      return job;
    } catch (error) {
      if (!isKnownJob(error)) throw error;
      const [job] = await this.#bigquery.job(jobId, { location }).get();
      return job;
    }
  }

  /** @throws EarshotError for people; what is tried in vain too often */
  async #retried<T>(work: () => Promise<T>): Promise<T> {
    const { maxRetries = DEFAULT_RETRIES, retryMillis = DEFAULT_RETRY_MILLIS } = this.#options;
    for (let tried = 0; ; tried++) {
      try {
        return await work();
      } catch (error) {
        if (!mayPass(error) || tried >= maxRetries) throw bigQueryTrouble(error, this.place);
        await sleep(retryMillis * 2 ** tried);
      }
    }
  }
}
