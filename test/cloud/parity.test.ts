import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../src/metrics/dimensions.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { contentOf } from '../ports/warehouse.ts';
import { type Harness, startServer } from '../server/harness.ts';
import { freshWarehouse } from './datasets.ts';
import { loadMonth, simulatedMonth } from './month.ts';

/** Over a change of clocks in Europe, and another one in America. */
const PERIOD = { from: '2025-03-20', to: '2025-04-05', timeZone: 'Europe/Zurich' };
const metrics = METRICS.map(({ name }) => name);

/** Integers are the same; what is computed of them may be summed in another order. */
function rounded(body: unknown): unknown {
  return JSON.parse(JSON.stringify(body), (_, value) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(9)) : value,
  );
}

describe('the same month in DuckDB and in BigQuery', () => {
  let duckdb: { readonly warehouse: Warehouse; readonly api: Harness };
  let bigquery: typeof duckdb;
  beforeAll(async () => {
    const config = await simulatedMonth(1_500);
    const opened = async (warehouse: Warehouse) => {
      const report = await loadMonth(config, warehouse);
      expect(report.sessions).toBeGreaterThan(1_400);
      return { warehouse, api: await startServer([], { warehouse }) };
    };
    duckdb = await opened(await openDuckDbWarehouse(':memory:'));
    bigquery = await opened(await freshWarehouse({ pollMillis: 60_000 }));
  });
  afterAll(async () => {
    await Promise.all([duckdb.api.close(), bigquery.api.close()]);
    await Promise.all([duckdb.warehouse.close(), bigquery.warehouse.close()]);
  });

  const same = async (path: string, body?: object) => {
    const ask = ({ api }: typeof duckdb) =>
      body === undefined ? api.get(`/api${path}`) : api.post(`/api${path}`, body);
    const [one, other] = [await ask(duckdb), await ask(bigquery)];
    expect(one.status, one.text.slice(0, 300)).toBe(200);
    expect(other.status, other.text.slice(0, 300)).toBe(200);
    expect(rounded(other.body)).toEqual(rounded(one.body));
    return one.body;
  };

  it('holds the same rows', async () => {
    const [one, other] = [await contentOf(duckdb.warehouse), await contentOf(bigquery.warehouse)];
    expect(JSON.parse(other)).toEqual(JSON.parse(one));
  });

  it.each(DIMENSIONS.map(({ name }) => name))('answers every metric by %s alike', async (name) => {
    await same('/query', { ...PERIOD, metrics, by: [name], compare: 'previous_period' });
  });

  it('answers every metric alike without a dimension, a period or a filter, and with all of them', async () => {
    await same('/query', { metrics });
    await same('/query', { metrics, base: 'engaged', options: { durableDays: 3, durableAnyTopic: true } });
    await same('/query', {
      ...PERIOD,
      metrics,
      by: ['day', 'resolution_status'],
      timeZone: 'America/New_York',
      where: [
        { field: 'topic_name', op: 'not_in', values: ["O'Hara \\ `x`", null] },
        { field: 'call_duration_sec', op: 'range', min: 10 },
        { field: 'known_caller', op: 'not_null' },
      ],
    });
  });

  it.each([
    ['/associations', {}],
    ['/callers', {}],
    ['/moved', { metric: 'resolution_rate', by: 'topic_type' }],
    ['/turns/confidence', {}],
    ['/turns/exits', {}],
    ['/turns/intents', {}],
    ['/turns/utterances', { kind: 'no_match' }],
    ['/turns/utterances', { kind: 'low_confidence', text: 'bill' }],
    ['/sessions', { limit: 20 }],
    ['/sessions', { limit: 20, text: 'bill', order: 'longest' }],
    ['/sessions', { limit: 5, sample: 3 }],
    ['/sessions', { limit: 5, behind: { metric: 'durable_resolution_rate', part: 'numerator' } }],
    ['/sessions', { limit: 5, holding: { what: 'calls', calls: 2 } }],
  ])('answers %s alike: %j', async (path, question) => {
    await same(path, { ...PERIOD, ...question });
  });

  it('tells of its data alike', async () => {
    await same('/catalog');
    await same('/day-changes');
    const quarantine = (await same('/quarantine')) as { records: { object: string; position: number }[] };
    expect(quarantine.records.length).toBeGreaterThan(3);
    const status = async ({ api }: typeof duckdb) => {
      const { warehouse: _, ...rest } = (await api.get('/api/status')).body as Record<string, unknown>;
      return { ...rest, bucket: null };
    };
    expect(await status(bigquery)).toEqual(await status(duckdb));
    const listed = (await same('/sessions', { ...PERIOD, limit: 3 })) as {
      sessions: { session_id: string }[];
    };
    for (const { session_id } of listed.sessions) await same(`/sessions/${session_id}`);
  });
});
