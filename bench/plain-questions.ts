import { DuckDBInstance } from '@duckdb/node-api';

export interface PlainAsker {
  /** Milliseconds of what one load of the page asks, one query after the other. */
  load(span: PlainSpan): Promise<number>;
  close(): void;
}

export interface PlainSpan {
  /** Days; `to` excluded. */
  readonly from: string;
  readonly to: string;
  readonly before: string;
  readonly spark: string;
  readonly chart: string;
  readonly topicType: string | null;
}

const COUNTS = `count(*), count_if(resolution_status = 'Resolved'), count_if(resolution_status = 'Escalated'),
  count_if(resolution_status IS NOT NULL)`;
const KPIS = `${COUNTS}, count(DISTINCT customer_id), sum(call_duration_sec), sum(call_duration_sec * call_duration_sec)`;

/** The same numbers as anybody would ask of a plain table of calls, with both cores and as much memory as the server has. */
export async function askPlain(file: string): Promise<PlainAsker> {
  const instance = await DuckDBInstance.create(file, {
    access_mode: 'READ_ONLY',
    memory_limit: '256MiB',
    threads: '2',
  });
  const connection = await instance.connect();
  const from = (span: PlainSpan, low: string, high: string) =>
    `FROM calls WHERE call_start_time >= TIMESTAMP '${low}' AND call_start_time < TIMESTAMP '${high}'
      ${span.topicType === null ? '' : `AND topic_type = '${span.topicType}'`}`;
  const statements = (span: PlainSpan) => {
    const calls = from(span, span.from, span.to);
    return [
      `SELECT ${KPIS} ${calls}`,
      `SELECT ${KPIS} ${from(span, span.before, span.from)}`,
      `SELECT topic_name, ${COUNTS} ${calls} GROUP BY topic_name`,
      `SELECT date_trunc('${span.spark}', call_start_time) AS bucket, ${KPIS} ${calls} GROUP BY bucket`,
      ...(span.chart === span.spark
        ? []
        : [
            `SELECT date_trunc('${span.chart}', call_start_time) AS bucket, ${COUNTS} ${calls} GROUP BY bucket`,
          ]),
    ];
  };
  return {
    async load(span) {
      const started = performance.now();
      for (const statement of statements(span)) await connection.runAndReadAll(statement);
      return performance.now() - started;
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}
