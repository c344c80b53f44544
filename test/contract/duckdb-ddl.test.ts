import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Column, Table } from '../../src/contract/columns.ts';
import {
  duckdbColumnTypes,
  duckdbTables,
  duckdbType,
  duckdbViews,
  quoteIdentifier,
} from '../../src/contract/duckdb-ddl.ts';
import { INNER_TABLES, STAGED_VERSION_COLUMNS } from '../../src/contract/inner-tables.ts';
import { INNER_VIEWS } from '../../src/contract/inner-views.ts';
import { PUBLIC_TABLES } from '../../src/contract/public-tables.ts';
import { QUARANTINE_COLUMNS } from '../../src/contract/quarantine-table.ts';

let instance: DuckDBInstance;
let db: DuckDBConnection;
let folder: string;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'earshot-ddl-'));
  instance = await DuckDBInstance.create(':memory:');
  db = await instance.connect();
  for (const statement of [...duckdbTables(), ...duckdbViews()]) await db.run(statement);
});

afterEach(() => {
  db.closeSync();
  instance.closeSync();
  rmSync(folder, { recursive: true });
});

async function rows(sql: string): Promise<Record<string, unknown>[]> {
  const reader = await db.runAndReadAll(sql);
  return reader.getRowObjectsJson() as Record<string, unknown>[];
}

/** Empty values of every kind, so that a test writes only what it is about. */
const ZEROS: Record<string, unknown> = { STRING: null, FLOAT64: null, TIMESTAMP: null, RECORD: [] };

function staged(values: Record<string, unknown>): Record<string, unknown> {
  const blank = STAGED_VERSION_COLUMNS.map(({ name, type }) => [
    name,
    type === 'BOOL' ? false : type === 'INT64' ? 0 : ZEROS[type],
  ]);
  return { ...Object.fromEntries(blank), object: 'a.json', generation: '1', position: 1, ...values };
}

/** Loads versions the way a commit does: NDJSON through read_json with the contract's types. */
async function load(versions: readonly Record<string, unknown>[]): Promise<void> {
  const file = join(folder, 'versions.ndjson');
  writeFileSync(file, versions.map((version) => JSON.stringify(version)).join('\n'));
  const types = Object.entries(duckdbColumnTypes(STAGED_VERSION_COLUMNS))
    .map(([name, type]) => `${quoteIdentifier(name)}: '${type}'`)
    .join(', ');
  await db.run(
    `INSERT INTO session_version BY NAME
     SELECT *, "session_id" NOT LIKE 'old%' AS is_current FROM read_json('${file}', format = 'newline_delimited', columns = {${types}})`,
  );
}

describe('tables', () => {
  const nullable = (column: Column) => (column.required ? 'NO' : 'YES');

  it.each(INNER_TABLES.map((table) => [table.name, table] as const))(
    '%s binds as declared',
    async (name, table) => {
      const described = await rows(`DESCRIBE "${name}"`);
      expect(described.map((row) => [row.column_name, row.null])).toEqual(
        table.columns.map((column) => [column.name, nullable(column)]),
      );
      const bare = (type: unknown) => String(type).replaceAll('"', '');
      expect(described.map((row) => bare(row.column_type))).toEqual(
        table.columns.map((column) => bare(duckdbType(column))),
      );
    },
  );

  it('are left alone when they exist', async () => {
    await db.run("INSERT INTO meta VALUES ('data_version', '7')");
    for (const statement of [...duckdbTables(), ...duckdbViews()]) await db.run(statement);
    expect(await rows('FROM meta')).toEqual([{ key: 'data_version', value: '7' }]);
  });

  it('read a quarantine file with the declared types', async () => {
    const file = join(folder, 'quarantine.ndjson');
    const record = {
      object: 'a',
      generation: '1',
      position: 2,
      line: null,
      session_id: null,
      customer_id: null,
      call_start_time: null,
      reason: 'not_json',
      detail: 'x',
    };
    writeFileSync(file, JSON.stringify(record));
    const types = JSON.stringify(duckdbColumnTypes(QUARANTINE_COLUMNS)).replaceAll('"', "'");
    await db.run(`INSERT INTO quarantine BY NAME FROM read_json('${file}', columns = ${types})`);
    expect(await rows('FROM quarantine')).toEqual([{ ...record, position: '2' }]);
  });
});

describe('views', () => {
  const views: readonly Table[] = [...PUBLIC_TABLES, ...INNER_VIEWS];

  it.each(views.map((view) => [view.name, view] as const))(
    "%s has the contract's names, order and types",
    async (name, view) => {
      const described = await rows(`DESCRIBE "${name}"`);
      expect(described.map((row) => [row.column_name, row.column_type])).toEqual(
        view.columns.map((column) => [column.name, duckdbType(column)]),
      );
    },
  );

  const turn = {
    turn_number: 1,
    timestamp: '2025-01-01T00:00:01.250Z',
    speaker: 'Customer',
    text: 'pay "my" bill\n',
    intent_detected: 'Y',
    intent_name: 'pay_bill',
    confidence_score: 0.9,
    input_mode: 'Speech',
    event: null,
    prompt_id: null,
  };
  const silent = Object.fromEntries(Object.keys(turn).map((key) => [key, null]));

  it('raw_session_data writes the transcript as JSON, keys in order, nulls written, times in UTC', async () => {
    await load([
      staged({
        session_id: 's1',
        call_start_time: '2025-01-01T00:00:00.000Z',
        turns: [turn, { ...silent, turn_number: 2 }],
        object: '2025/01/01/a.json',
      }),
      staged({ session_id: 's2', call_start_time: '2025-01-01T00:00:00.000Z', turns: [] }),
    ]);
    const [first, second] = await rows(
      'SELECT conversation, source_file FROM raw_session_data ORDER BY session_id',
    );
    expect(first?.source_file).toBe('2025/01/01/a.json');
    expect(first?.conversation).toBe(
      '[{"turn_number":1,"timestamp":"2025-01-01T00:00:01.250Z","speaker":"Customer","text":"pay \\"my\\" bill\\n","intent_detected":"Y","intent_name":"pay_bill","confidence_score":0.9},' +
        '{"turn_number":2,"timestamp":null,"speaker":null,"text":null,"intent_detected":null,"intent_name":null,"confidence_score":null}]',
    );
    expect(second?.conversation).toBe('[]');
  });

  it('conversation_data has a row per turn, in the order of the transcript', async () => {
    await load([
      staged({
        session_id: 's1',
        customer_id: 'c1',
        call_start_time: '2025-01-01T00:00:00.000Z',
        turns: [turn, { ...silent, turn_number: 2 }],
      }),
      staged({ session_id: 's2', call_start_time: '2025-01-01T00:00:00.000Z' }),
    ]);
    const found = await rows(
      'SELECT session_id, customer_id, turn_number, "timestamp", confidence_score FROM conversation_data',
    );
    expect(found).toEqual([
      {
        session_id: 's1',
        customer_id: 'c1',
        turn_number: '1',
        timestamp: '2025-01-01 00:00:01.25',
        confidence_score: 0.9,
      },
      { session_id: 's1', customer_id: 'c1', turn_number: '2', timestamp: null, confidence_score: null },
    ]);
  });

  it('show the current versions only', async () => {
    await load([
      staged({
        session_id: 'old',
        customer_id: 'c1',
        call_start_time: '2025-01-01T00:00:00.000Z',
        turns: [turn],
      }),
    ]);
    for (const { name } of PUBLIC_TABLES) expect(await rows(`FROM ${name}`)).toEqual([]);
  });

  it('customer_data keeps the latest value that is known of each field', async () => {
    const call = (session_id: string, day: string, values: Record<string, unknown>) =>
      staged({
        session_id,
        customer_id: 'c1',
        call_start_time: `2025-01-${day}T00:00:00.000Z`,
        tenure_months: null,
        ...values,
      });
    await load([
      call('b', '03', { region: null, plan_type: 'Prepaid' }),
      call('a', '02', { region: 'North', plan_type: 'Family', tenure_months: 4 }),
      call('c', '02', { region: 'South' }),
      call('d', '01', { region: 'West', age_group: '18-25' }),
      staged({
        session_id: 'e',
        customer_id: null,
        call_start_time: '2025-01-05T00:00:00.000Z',
        region: 'East',
      }),
    ]);
    expect(await rows('FROM customer_data')).toEqual([
      {
        customer_id: 'c1',
        age_group: '18-25',
        region: 'South',
        plan_type: 'Prepaid',
        tenure_months: '4',
        first_seen: '2025-01-01 00:00:00',
        last_seen: '2025-01-03 00:00:00',
      },
    ]);
  });

  it('changes and findings list what cleaning did, with its origin', async () => {
    const change = { turn_number: 3, field: 'speaker', before: 'bot', after: 'Chatbot', rule: 'synonym' };
    await load([
      staged({
        session_id: 's1',
        call_start_time: '2025-01-01T00:00:00.000Z',
        position: 5,
        changes: [change],
        findings: [{ code: 'status_flag_disagree' }],
      }),
    ]);
    const origin = { session_id: 's1', object: 'a.json', generation: '1', position: '5' };
    expect(await rows('FROM changes')).toEqual([{ ...origin, ...change, turn_number: '3' }]);
    expect(await rows('FROM findings')).toEqual([{ ...origin, code: 'status_flag_disagree' }]);
  });
});
