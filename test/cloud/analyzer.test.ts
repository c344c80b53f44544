import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { fixedClock, systemClock } from '../../src/base/clock.ts';
import { bigquerySchemas } from '../../src/contract/bigquery-schema.ts';
import { INNER_VIEWS } from '../../src/contract/inner-views.ts';
import { PUBLIC_TABLES } from '../../src/contract/public-tables.ts';
import { type Context, compile } from '../../src/metrics/compile.ts';
import { encodeCursor } from '../../src/metrics/cursor.ts';
import { DIMENSIONS } from '../../src/metrics/dimensions.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { compileSessions, type Page } from '../../src/metrics/sessions.ts';
import type { Statement } from '../../src/metrics/source.ts';
import { carryKeeping } from '../../src/warehouse/bigquery/carry.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { type Harness, startServer } from '../server/harness.ts';
import { stagedBatch } from '../support/staged.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type Analyzer, startAnalyzer } from './analyzer.ts';
import { freshDataset, OPTIONS, openWarehouse } from './datasets.ts';
import { type Job, startProxy, type TrapProxy } from './proxy.ts';
import { boundsAbove, membersOf, nodesOf, scansOf, type Values } from './tree.ts';
import type { Node } from './zetasql.ts';

interface Resolved {
  readonly sql: string;
  readonly tree: Node;
  readonly values: Values;
}

const CONTEXT: Context = {
  dialect: 'googlesql',
  extent: {
    firstCall: '2024-06-01T00:00:00.000Z',
    newestCall: '2025-06-01T00:00:00.000Z',
    dataVersion: 1,
    held: { from: '2024-06-01', to: '2025-06-01' },
  },
};
/** What callers said, and what was made of it; also where a view hides a read of all days. */
const TEXTS = ['turns', 'changes', 'findings', 'text', 'conversation', 'detail'];
const VIEWS = [...PUBLIC_TABLES, ...INNER_VIEWS].map(({ name }) => name);
const YEAR_2000_MS = Date.parse('2000-01-01');
const YEAR_2100_MS = Date.parse('2100-01-01');

/** Every read of the one large table names its days by constants, none of which stands for "ever"; no view hides one. */
function unpruned({ tree, values }: Resolved): string[] {
  return scansOf(tree).flatMap((scan) => {
    if (VIEWS.includes(scan.table)) return [`the view ${scan.table}`];
    if (scan.table !== 'session_version') return [];
    const { fromMs, toMs } = boundsAbove(scan, 'call_start_time', values);
    if (fromMs === null || toMs === null) return ['no bounds'];
    const isEmpty = fromMs >= toMs;
    return isEmpty || (fromMs > YEAR_2000_MS && toMs < YEAR_2100_MS) ? [] : [`${fromMs} to ${toMs}`];
  });
}

const textsOf = ({ tree }: Resolved): string[] =>
  scansOf(tree).flatMap(({ columns }) =>
    columns.map(({ name }) => name).filter((name) => TEXTS.includes(name)),
  );

/** A record of the batch that nobody can read. */
const quarantined = (place: { object: string; generation: string; position: number }) => {
  const quarantineFile = join(tempDir(), 'batch.quarantine.ndjson');
  const record = { ...place, line: 1, session_id: null, customer_id: 'C9', call_start_time: null };
  writeFileSync(quarantineFile, `${JSON.stringify({ ...record, reason: 'not_json', detail: '' })}\n`);
  return { quarantineFile };
};

describe('GoogleSQL in the eyes of its own analyzer', () => {
  let analyzer: Analyzer;
  let proxy: TrapProxy;
  let warehouse: Warehouse;
  let api: Harness;
  beforeAll(async () => {
    proxy = await startProxy(inject('emulators').rawBigquery);
    [analyzer, warehouse] = await Promise.all([
      startAnalyzer(),
      openWarehouse(await freshDataset(), { endpoint: proxy.url }),
    ]);
    for (const [name, fields] of Object.entries(bigquerySchemas())) analyzer.table(name, fields);
    api = await startServer([], { warehouse });
  });
  afterAll(async () => {
    await api.close();
    await Promise.all([analyzer.close(), proxy.close(), warehouse.close()]);
  });

  /** Every statement of the jobs that the work asks for, resolved in their order. */
  const resolved = async (work: () => Promise<unknown>): Promise<Resolved[]> => {
    proxy.jobs.length = 0;
    await work();
    const statements: Resolved[] = [];
    for (const job of [...proxy.jobs]) statements.push(...(await resolve(job)));
    return statements;
  };

  const resolve = async ({ configuration: { load, query } }: Job): Promise<Resolved[]> => {
    if (load) analyzer.table(load.destinationTable.tableId, load.schema.fields);
    if (!query) return [];
    expect(query.maximumBytesBilled).toMatch(/^\d+$/);
    const parameters = query.queryParameters ?? [];
    const types = parameters.map(({ name, parameterType: { type } }) => [name, type]);
    const values = new Map(parameters.map(({ name, parameterValue }) => [name, parameterValue.value]));
    const statements: Resolved[] = [];
    for (const sql of query.query.split(/;\n/).filter((one) => one.trim() !== '')) {
      const tree = await analyzer.analyze(sql, Object.fromEntries(types)).catch((error) => {
        throw new Error(`${error.message}\n${sql}`);
      });
      learn(tree);
      statements.push({ sql, tree, values });
    }
    return statements;
  };

  /** A table that a statement makes of a query. */
  const learn = (tree: Node) => {
    for (const { node } of nodesOf(tree)) {
      const made = node.resolvedCreateTableAsSelectStmtNode as Node | undefined;
      if (!made) continue;
      const { parent } = made.parent as { parent: { namePath: string[] } };
      const columns = (made.outputColumnList ?? []) as {
        name: string;
        column: { type: { typeKind: string } };
      }[];
      const fields = columns.map(({ name, column }) => ({
        name,
        type: BY_KIND[column.type.typeKind] ?? 'STRING',
      }));
      analyzer.table(parent.namePath[0] ?? '', fields);
    }
  };

  /** A statement of the compiler that nobody has to run. */
  const analyzed = async ({ sql, params }: Statement): Promise<Resolved> => {
    const types = params.map((value, index) => [
      `p${index + 1}`,
      typeof value === 'number' ? 'INT64' : 'STRING',
    ]);
    const values = new Map(params.map((value, index) => [`p${index + 1}`, value]));
    return { sql, tree: await analyzer.analyze(sql, Object.fromEntries(types)), values };
  };

  const expectPruned = (statements: readonly Resolved[]) => {
    const reading = statements.filter(({ tree }) =>
      scansOf(tree).some(({ table }) => table === 'session_version'),
    );
    expect(reading.length).toBeGreaterThan(5);
    // Rows are put in, and none is read.
    for (const one of statements)
      if (!one.sql.startsWith('INSERT INTO session_version')) expect(unpruned(one), one.sql).toEqual([]);
  };

  it('knows every statement of making, loading and mending a warehouse, each on named days alone', async () => {
    const clock = fixedClock('2025-02-01T12:00:00Z');
    const seen = { object: 'a.json', generation: '2', sizeBytes: 1000, seenAt: '2025-02-01T00:00:00.000Z' };
    const place = { object: 'a.json', generation: '1', position: 1 };
    const made = await resolved(() => warehouse.migrate());
    expect(made.length).toBeGreaterThan(15);
    const written = await resolved(async () => {
      await warehouse.commit({ waiting: [seen], gone: ['z.json'] }, clock);
      const batch = stagedBatch('a.json', '1', [{ session_id: 'S1' }]);
      await warehouse.commit({ batches: [{ ...batch, ...quarantined(place) }] }, clock);
      await warehouse.commit({ unchanged: [seen] }, clock);
      await warehouse.ledger(['a.json']);
      await warehouse.keeping();
      await warehouse.note({ kind: 'customer_key', keyId: null }, clock);
      // The bytes are the same, so the record is the newer generation's by now.
      await warehouse.note({ kind: 'drop', records: [{ ...place, generation: '2' }] }, clock);
      const note = {
        kind: 'annotate',
        id: 'n',
        fromTime: seen.seenAt,
        toTime: null,
        type: 'note',
        label: 'x',
      } as const;
      await warehouse.note(note, clock);
      await warehouse.note({ kind: 'remove_annotation', id: 'n' }, clock);
      await warehouse.replace({ kind: 'retain', from: '2025-01-02T00:00:00.000Z' }, clock);
      await warehouse.replace({ kind: 'erase', customerId: 'C9', tombstone: 'hash' }, clock);
    });
    expect(written.length).toBeGreaterThan(90);
    for (const begun of [
      'INSERT INTO quarantine (',
      'INSERT INTO quarantine_decision (',
      'DELETE FROM quarantine_decision AS q',
      "INSERT INTO journal\nSELECT TIMESTAMP '2025-02-01 12:00:00.000+00:00', 'drop'",
    ])
      expect(
        written.some(({ sql }) => sql.startsWith(begun)),
        begun,
      ).toBe(true);
    expectPruned(written);
  });

  it('knows every statement that brings over what another dataset keeps out', async () => {
    const from = await freshDataset();
    await (await openWarehouse(from)).migrate();
    const into = await freshDataset();
    for (const [name, fields] of Object.entries(bigquerySchemas()))
      analyzer.table(`${from.project}.${from.dataset}.${name}`, fields);
    const options = { ...OPTIONS, endpoint: proxy.url };
    const carried = await resolved(() => carryKeeping(into, from, options, systemClock));
    expect(carried.filter(({ sql }) => sql.includes(from.dataset)).length).toBe(8);
  });

  it('knows every statement of the dashboard, each on named days, and none of them reads a text', async () => {
    const metrics = METRICS.map(({ name }) => name);
    const period = { from: '2025-01-01', to: '2025-02-01', timeZone: 'Europe/Zurich' };
    const statements = await resolved(async () => {
      for (const path of ['/catalog', '/day-changes', '/annotations']) await api.get(`/api${path}`);
      await api.post('/api/query', { ...period, metrics, by: ['day'], compare: 'previous_period' });
      await api.post('/api/query', { metrics });
      for (const path of ['/associations', '/callers']) await api.post(`/api${path}`, period);
    });
    for (const { name } of DIMENSIONS) {
      const { current } = compile({ ...period, metrics, by: [name] }, CONTEXT);
      for (const one of [...current.aggregates, ...current.histograms.values()])
        statements.push(await analyzed(one));
    }
    expect(statements.length).toBeGreaterThan(DIMENSIONS.length * 2);
    expectPruned(statements);
    for (const one of statements) expect(textsOf(one), one.sql).toEqual([]);
  });

  it('reads no text of a turn for the charts of turns, and sees where one is shown', async () => {
    const charts = await resolved(async () => {
      for (const path of ['/turns/confidence', '/turns/exits', '/turns/intents'])
        await api.post(`/api${path}`, {});
    });
    const turns = charts.filter((one) => textsOf(one).includes('turns'));
    expect(turns.length).toBeGreaterThan(2);
    for (const { sql, tree } of turns) expect([...membersOf(tree)], sql).not.toContain('text');
    const shown = await resolved(() => api.post('/api/turns/utterances', { kind: 'no_match', text: 'bill' }));
    expect(shown.some(({ tree }) => membersOf(tree).has('text'))).toBe(true);
  });

  it('would see a read of all days, of a view, or of a text', async () => {
    const seen = async (where: string, columns = 'COUNT(*)', table = 'session_version') => {
      const one = await analyzed({ sql: `SELECT ${columns} FROM ${table} ${where}`, params: [] });
      return [unpruned(one).length, textsOf(one)];
    };
    const from = "call_start_time >= TIMESTAMP '2025-01-01'";
    const to = "call_start_time < CAST('2025-02-01' AS TIMESTAMP)";
    expect(await seen(`WHERE ${from} AND ${to}`)).toEqual([0, []]);
    expect(await seen(`WHERE (${from} AND ${to}) OR (${from} AND ${to})`)).toEqual([0, []]);
    for (const where of [
      '',
      `WHERE ${from}`,
      `WHERE ${from} OR ${to}`,
      `WHERE ${from} AND call_start_time < call_end_time`,
      `WHERE ${from} AND call_start_time < (SELECT MAX(day) FROM day_outcome)`,
      `WHERE NOT (${from}) AND ${to}`,
      `WHERE TIMESTAMP_TRUNC(call_start_time, DAY) >= TIMESTAMP '2025-01-01' AND ${to}`,
      `WHERE EXISTS (SELECT 1 FROM session_version AS v WHERE v.${from} AND v.${to})`,
      `WHERE call_end_time >= TIMESTAMP '2025-01-01' AND ${to}`,
      `WHERE call_start_time >= TIMESTAMP '1970-01-01' AND ${to}`,
    ])
      expect(await seen(where), where).toEqual([1, []]);
    expect(await seen('', 'COUNT(*)', 'raw_session_data')).toEqual([1, []]);
    expect(await seen(`WHERE ${from} AND ${to}`, 'ARRAY_LENGTH(turns) AS n')).toEqual([0, ['turns']]);
    expect((await seen('', 'text', 'conversation_data'))[1]).toEqual(['text']);
  });

  it('knows every other statement of the API, each on named days', async () => {
    const statements = await resolved(async () => {
      for (const path of ['/status', '/day-changes', '/quarantine?object=a&reason=b', '/sessions/S1'])
        await api.get(`/api${path}`);
      for (const path of ['/turns/confidence', '/turns/exits', '/turns/intents'])
        await api.post(`/api${path}`, {});
      for (const kind of ['no_match', 'no_input', 'low_confidence'])
        await api.post('/api/turns/utterances', { kind, text: 'bill' });
      await api.post('/api/moved', {
        metric: 'resolution_rate',
        by: 'topic_name',
        from: '2025-01-01',
        to: '2025-02-01',
      });
    });
    const pages: readonly Partial<Page>[] = [
      { text: 'a' },
      { sample: 3 },
      { order: 'longest' },
      { order: 'longest', cursor: encodeCursor({ rank: 60, startMs: 0, sessionId: 'S' }) },
      { holding: { what: 'calls', calls: 2 } },
      { holding: { what: 'intent', intent: 'x' } },
      { holding: { what: 'prompt', prompt: 'x' } },
      { holding: { what: 'exit', prompt: 'x' } },
      { holding: { what: 'confidence', from: 0, to: 0.1 } },
      ...METRICS.map(({ name }) => ({ behind: { metric: name, part: 'numerator' } }) as const),
    ];
    for (const page of pages) {
      const { page: rows, total } = compileSessions({}, { ...page, limit: 5 }, CONTEXT);
      statements.push(await analyzed(rows), await analyzed(total));
    }
    expect(statements.length).toBeGreaterThan(METRICS.length);
    expectPruned(statements);
  });
});

const BY_KIND: Readonly<Record<string, string>> = {
  TYPE_STRING: 'STRING',
  TYPE_INT64: 'INT64',
  TYPE_DOUBLE: 'FLOAT64',
  TYPE_BOOL: 'BOOL',
  TYPE_TIMESTAMP: 'TIMESTAMP',
};
