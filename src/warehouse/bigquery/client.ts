import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BigQuery, type Job, type JobMetadata, type TableSchema } from '@google-cloud/bigquery';
import type { BigQueryPlace } from '../../base/places.ts';
import { bigquerySchema } from '../../contract/bigquery-schema.ts';
import type { Column } from '../../contract/columns.ts';
import type { Row } from '../warehouse.ts';
import { rowOf } from './cells.ts';
import { bigQueryTrouble, isKnown, isMissing, mayPass } from './errors.ts';
import { JobName } from './job-name.ts';
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
/** Tables of a write end by themselves after that. */
export const SCRATCH_LIFE_MILLIS = 2 * 86_400_000;
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

const endOfScratch = (): string => String(Date.now() + SCRATCH_LIFE_MILLIS);

const schemaOf = (columns: readonly Column[]): TableSchema => ({
  fields: bigquerySchema(columns).map(({ description: _, ...field }) => field as object),
});

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
    // Drawn once: where its answer was lost, a statement that did its work is not run again.
    const name = new JobName(`earshot_query_${randomUUID()}`);
    return this.#retried(async () => {
      const job = await this.#started(name, { query });
      const [rows] = await job.getQueryResults();
      return rows.map(rowOf);
    });
  }

  /**
   * Loads NDJSON into a table of its own, which ends by itself. The same job is never run twice: where one of the name is
   * known, its result counts, unless it has failed or the table that it filled is gone.
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
      schema: schemaOf(columns),
      destinationTable: { projectId, datasetId, tableId: table },
      writeDisposition: 'WRITE_TRUNCATE',
    } as Configuration['load'];
    const job = new JobName(name);
    await this.#retried(async () => {
      // First, so that what a killed process leaves behind has an end.
      await this.#make(table, columns);
      const started = await this.#started(job, { load } as Configuration, (known) =>
        this.#isYounger(table, known),
      );
      await started.promise();
    });
    await this.#expire(table);
  }

  /** All tables and views. */
  async tables(): Promise<{ readonly name: string; readonly madeAtMillis: number }[]> {
    return this.#retried(async () => {
      const [tables] = await this.#dataset().getTables();
      return tables.map(({ id, metadata }) => ({
        name: String(id),
        madeAtMillis: Number(metadata.creationTime),
      }));
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

  async drop(table: string): Promise<void> {
    await this.#retried(() => this.#dataset().table(table).delete({ ignoreNotFound: true }));
  }

  #dataset() {
    return this.#bigquery.dataset(this.place.dataset, { projectId: this.place.project });
  }

  /** The table, where it is not there yet. */
  async #make(table: string, columns: readonly Column[]): Promise<void> {
    try {
      await this.#dataset().createTable(table, {
        schema: schemaOf(columns),
        expirationTime: endOfScratch(),
      });
    } catch (error) {
      if (!isKnown(error)) throw error;
    }
  }

  /** Said again after a load, which writes the table anew. */
  async #expire(table: string): Promise<void> {
    const expirationTime = endOfScratch();
    await this.#retried(() => this.#dataset().table(table).setMetadata({ expirationTime }));
  }

  /** Whether the job filled an earlier table of the name. */
  async #isYounger(table: string, { metadata }: Job): Promise<boolean> {
    if (metadata.status.state !== 'DONE') return false;
    const [{ creationTime }] = await this.#dataset().table(table).getMetadata();
    return Number(creationTime) > Number(metadata.statistics.endTime);
  }

  /**
   * The id is the client's: where an answer was lost, the job that it spoke of is found again. One that failed has failed for
   * good, and its id with it: then one of another id runs.
   */
  async #started(
    name: JobName,
    configuration: Configuration,
    isStale: (known: Job) => Promise<boolean> = async () => false,
  ): Promise<Job> {
    const location = await this.location();
    const jobId = name.id;
    try {
      const [job] = await this.#bigquery.createJob({ configuration, jobId, location });
      return job;
    } catch (error) {
      if (!isKnown(error)) throw error;
      const [job] = await this.#bigquery.job(jobId, { location }).get();
      const counts = job.metadata.status.errorResult === undefined && !(await isStale(job));
      if (counts) return job;
      name.renew();
      return this.#started(name, configuration, isStale);
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
