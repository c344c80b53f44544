import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { bigquerySchemas } from '../../src/contract/bigquery-schema.ts';
import { type Context, compile } from '../../src/metrics/compile.ts';
import { DIMENSIONS } from '../../src/metrics/dimensions.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { compileSessions, type Page } from '../../src/metrics/sessions.ts';
import type { Statement } from '../../src/metrics/source.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { type Harness, startServer } from '../server/harness.ts';
import { stagedBatch } from '../support/staged.ts';
import { type Analyzer, type Node, startAnalyzer } from './analyzer.ts';
import { freshDataset, openWarehouse } from './datasets.ts';
import { type Job, startProxy, type TrapProxy } from './proxy.ts';

interface Resolved {
  readonly sql: string;
  readonly tree: Node;
}

/** All that a tree holds, the nodes above each along with it. */
function* nodesOf(
  value: unknown,
  above: readonly Node[] = [],
): Generator<{ node: Node; above: readonly Node[] }> {
  if (typeof value !== 'object' || value === null) return;
  const node = value as Node;
  if (!Array.isArray(value)) yield { node, above };
  for (const part of Object.values(node))
    yield* nodesOf(part, Array.isArray(value) ? above : [...above, node]);
}

const scansOf = (tree: Node, table: string) =>
  [...nodesOf(tree)].filter(({ node }) => {
    const scanned = node.table as { name?: string } | undefined;
    return scanned?.name === table && 'columnIndexList' in node;
  });

/** A condition over the start of a call, against constants, in a node that a scan lies below. */
function bindsStart(node: Node): boolean {
  const condition = JSON.stringify(node.filterExpr ?? node.whereExpr ?? node.joinExpr ?? null);
  return /"tableName":"(session_version|v)","name":"call_start_time"/.test(condition);
}

const columnsOf = (scan: Node): string[] => {
  const { columnList = [] } = (scan.parent ?? {}) as { columnList?: readonly { name: string }[] };
  return columnList.map(({ name }) => name);
};

const CONTEXT: Context = {
  dialect: 'googlesql',
  extent: { firstCall: '2024-06-01T00:00:00.000Z', newestCall: '2025-06-01T00:00:00.000Z', dataVersion: 1 },
};
const TEXTS = ['turns', 'changes', 'findings'];

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
    const types = (query.queryParameters ?? []).map(({ name, parameterType: { type } }) => [name, type]);
    const statements: Resolved[] = [];
    for (const sql of query.query.split(/;\n/).filter((one) => one.trim() !== '')) {
      const tree = await analyzer.analyze(sql, Object.fromEntries(types)).catch((error) => {
        throw new Error(`${error.message}\n${sql}`);
      });
      learn(tree);
      statements.push({ sql, tree });
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
    return { sql, tree: await analyzer.analyze(sql, Object.fromEntries(types)) };
  };

  const expectPruned = (statements: readonly Resolved[]) => {
    for (const { sql, tree } of statements) {
      // Rows are put in, and none is read.
      if (sql.startsWith('INSERT INTO session_version')) continue;
      for (const { above } of scansOf(tree, 'session_version'))
        expect(above.some(bindsStart), sql).toBe(true);
    }
  };

  it('knows every statement of making, loading and mending a warehouse, each on named days alone', async () => {
    const clock = systemClock;
    const seen = { object: 'a.json', generation: '2', sizeBytes: 1000, seenAt: '2025-02-01T00:00:00.000Z' };
    const place = { object: 'a.json', generation: '1', position: 1 };
    const made = await resolved(() => warehouse.migrate());
    expect(made.length).toBeGreaterThan(15);
    const written = await resolved(async () => {
      await warehouse.commit({ waiting: [seen], gone: ['z.json'] }, clock);
      await warehouse.commit({ batches: [stagedBatch('a.json', '1', [{ session_id: 'S1' }])] }, clock);
      await warehouse.commit({ unchanged: [seen] }, clock);
      await warehouse.ledger(['a.json']);
      await warehouse.keeping();
      await warehouse.note({ kind: 'customer_key', keyId: null }, clock);
      await warehouse.note({ kind: 'drop', records: [place] }, clock);
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
    expectPruned(written);
  });

  it('knows every statement of the dashboard, each on named days, and none of them reads a text', async () => {
    const metrics = METRICS.map(({ name }) => name);
    const period = { from: '2025-01-01', to: '2025-02-01', timeZone: 'Europe/Zurich' };
    const statements = await resolved(async () => {
      await api.get('/api/catalog');
      await api.post('/api/query', { ...period, metrics, by: ['day'], compare: 'previous_period' });
      await api.post('/api/query', { metrics });
      for (const path of ['/associations', '/callers']) await api.post(`/api${path}`, period);
    });
    for (const { name } of DIMENSIONS) {
      const { current } = compile({ ...period, metrics, by: [name] }, CONTEXT);
      for (const one of [current.aggregates, ...current.histograms.values()])
        statements.push(await analyzed(one));
    }
    expect(statements.length).toBeGreaterThan(DIMENSIONS.length * 2);
    expectPruned(statements);
    for (const { sql, tree } of statements) {
      for (const { node } of scansOf(tree, 'session_version'))
        for (const text of TEXTS) expect(columnsOf(node), sql).not.toContain(text);
    }
  });

  it('knows every other statement of the API, each on named days', async () => {
    const statements = await resolved(async () => {
      for (const path of [
        '/status',
        '/day-changes',
        '/quarantine?object=a&reason=b',
        '/sessions/S1',
        '/annotations',
      ])
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
