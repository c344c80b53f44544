import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/base/config.ts';
import type { Answer, SessionsAnswer } from '../../src/server/api.ts';
import { DATA_TABLE_NAMES } from '../../src/server/data-tables.ts';
import { MEDIA_TYPES } from '../../src/server/file-table.ts';
import { stagedBatch } from '../support/staged.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type Harness, startServer } from './harness.ts';

const HOSTILE = `=cmd|' /C calc'!A0, "x" '; DROP TABLE taken; -- 😀 \u202e`;
const CALLS = Array.from({ length: 2500 }, (_, index) => ({
  session_id: `S${String(index).padStart(5, '0')}`,
  customer_id: index % 7 ? `C${index % 40}` : null,
  topic_name: index % 2 ? HOSTILE : null,
  call_start_time: new Date(
    Date.UTC(2025, 0, 1 + (index % 28), 10, index % 60, 0, index % 1000),
  ).toISOString(),
  resolution_status: index % 3 ? ('Resolved' as const) : ('Escalated' as const),
}));
const SCOPE = { from: '2025-01-01', to: '2025-02-01', timeZone: 'Asia/Kolkata' };
const NASTY = [{ field: 'region', op: 'not_in', values: ["x'}); DROP TABLE taken; --"] }];

let harness: Harness;
let instance: DuckDBInstance;
beforeAll(async () => {
  harness = await startServer([stagedBatch('calls.json', '1', CALLS)]);
  instance = await DuckDBInstance.create(':memory:');
});
afterAll(async () => {
  instance.closeSync();
  await harness.close();
});

interface Read {
  readonly rows: Record<string, unknown>[];
  readonly types: Record<string, string>;
  readonly metadata: Record<string, string>;
}

async function taken(path: string, body: object): Promise<Read> {
  const answer = await harness.server.inject({
    method: 'POST',
    url: `/api/${path}`,
    headers: { host: '127.0.0.1', 'content-type': 'application/json', accept: MEDIA_TYPES.parquet },
    payload: JSON.stringify(body),
  });
  expect(answer.statusCode, answer.payload).toBe(200);
  expect(answer.headers['content-type']).toBe('application/vnd.apache.parquet');
  expect(answer.headers['content-disposition']).toMatch(/^attachment; filename="earshot-[\w-]+\.parquet"$/);
  const file = join(tempDir(), 'taken.parquet');
  writeFileSync(file, answer.rawPayload);
  const connection = await instance.connect();
  const all = async (sql: string) => (await connection.runAndReadAll(sql)).getRowObjectsJson();
  const [rows, schema, pairs] = await Promise.all([
    all(`SELECT * FROM '${file}'`),
    all(`DESCRIBE SELECT * FROM '${file}'`),
    all(`SELECT decode(key) AS key, decode(value) AS value FROM parquet_kv_metadata('${file}')`),
  ]);
  connection.closeSync();
  return {
    rows,
    types: Object.fromEntries(schema.map((row) => [String(row.column_name), String(row.column_type)])),
    metadata: Object.fromEntries(pairs.map((row) => [String(row.key), String(row.value)])),
  };
}

const leftOver = () => {
  const { exportedDir } = loadConfig({ data: harness.dir }, {});
  return existsSync(exportedDir) ? readdirSync(exportedDir) : [];
};

describe('a table as Parquet', () => {
  it('holds what the same question answers, in its types', async () => {
    const question = { ...SCOPE, metrics: ['sessions', 'resolution_rate'], by: ['topic_name'] };
    const { rows, types } = await taken('query', question);
    const { rows: wanted } = (await harness.post('/api/query', question)).body as Answer;
    expect(rows.map((row) => ({ ...row, sessions: Number(row.sessions) }))).toMatchObject(
      wanted.map(({ key, values }) => ({
        topic_name: key.topic_name ?? '(none)',
        sessions: values.sessions?.value,
        resolution_rate: values.resolution_rate?.value,
      })),
    );
    expect(rows.map((row) => row.topic_name)).toContain(HOSTILE);
    expect(types).toMatchObject({
      topic_name: 'VARCHAR',
      sessions: 'BIGINT',
      resolution_rate: 'DOUBLE',
      resolution_rate_denominator: 'BIGINT',
      resolution_rate_low: 'DOUBLE',
    });
  });

  it('is stamped with period, zone, filters, data version and definitions, whatever a filter holds', async () => {
    const { metadata } = await taken('query', { ...SCOPE, where: NASTY, metrics: ['resolution_rate'] });
    expect(metadata).toMatchObject({
      earshot_title: 'resolution_rate',
      earshot_period: '2025-01-01 to 2025-02-01 (excluded)',
      earshot_time_zone: 'Asia/Kolkata',
      earshot_calls: 'all',
      earshot_filters: "region is not x'}); DROP TABLE taken; --",
      earshot_data_version: '1',
      earshot_definitions: expect.stringContaining('Resolved sessions / sessions with a status.'),
    });
  });

  it('of calls holds every page, as the list of the API has them', async () => {
    const behind = { metric: 'escalation_rate', part: 'numerator' };
    const { rows, types } = await taken('sessions', { behind });
    const pages: object[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const body = { behind, limit: 500, ...(cursor ? { cursor } : {}) };
      const page = (await harness.post('/api/sessions', body)).body as SessionsAnswer;
      pages.push(...page.sessions);
      cursor = page.nextCursor;
    }
    expect(pages).toHaveLength(834);
    const instant = (text: unknown) =>
      new Date(String(text).replace(/\+00$/, 'Z').replace(' ', 'T')).toISOString();
    expect(
      rows.map((row) => ({
        ...row,
        call_start_time: instant(row.call_start_time),
        call_duration_sec: Number(row.call_duration_sec),
        customer_turns: Number(row.customer_turns),
      })),
    ).toEqual(pages);
    expect(types.call_start_time).toBe('TIMESTAMP WITH TIME ZONE');
  });

  it.each([
    [
      'query',
      { metrics: ['sessions', 'p90_call_duration'], by: ['hour_of_day'], compare: 'previous_period' },
    ],
    ['associations', {}],
    ['moved', { metric: 'resolution_rate', by: 'topic_name', from: '2025-01-20', to: '2025-01-25' }],
    ['callers', {}],
    ['turns/confidence', {}],
    ['turns/intents', {}],
    ['turns/exits', {}],
    ['turns/utterances', { kind: 'low_confidence', below: 0.95 }],
    ...DATA_TABLE_NAMES.map((table): [string, object] => ['data-tables', { table }]),
  ])('%s has one, with as many rows and columns as its CSV', async (path, body) => {
    const csv = await harness.post(`/api/${path}`, body, { accept: 'text/csv' });
    const lines = csv.text.split('\r\n').filter((line) => line && !/^"?#/.test(line));
    const { rows, types } = await taken(path, body);
    expect(Object.keys(types)).toEqual(lines[0]?.split(','));
    expect(rows.length).toBe(lines.length - 1);
  });

  it('has a note without an end as one without', async () => {
    const notes = [
      { id: 'a', kind: 'note', from: '2025-01-02T03:04', label: HOSTILE },
      { id: 'b', kind: 'outage', from: '2025-01-03', to: '2025-01-04', label: 'Line down' },
    ];
    for (const note of notes) await harness.post('/api/annotations', note);
    const { rows, types } = await taken('data-tables', { table: 'annotations' });
    expect(types).toMatchObject({ label: 'VARCHAR', from: 'TIMESTAMP WITH TIME ZONE' });
    expect(rows).toMatchObject([
      { id: 'a', label: HOSTILE, to: null },
      { id: 'b', to: expect.stringMatching(/^2025-01-04/) },
    ]);
  });

  it('leaves nothing on the disk, also when its reader goes away', async () => {
    await taken('sessions', {});
    expect(leftOver()).toEqual([]);
    await harness.server.listen({ port: 0, host: '127.0.0.1' });
    const { port } = harness.server.server.address() as AddressInfo;
    const headers = { 'content-type': 'application/json', accept: MEDIA_TYPES.parquet };
    await new Promise<void>((resolve, reject) => {
      const asked = request(
        { port, host: '127.0.0.1', path: '/api/sessions', method: 'POST', headers },
        (answer) => answer.once('data', () => answer.destroy()).once('close', () => resolve()),
      );
      asked.on('error', reject).end('{}');
    });
    await expect.poll(leftOver).toEqual([]);
  });
});
