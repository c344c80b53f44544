import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { allCustomerRows } from '../../src/warehouse/duckdb/customer-sums.ts';
import { DAY_SUMS } from '../../src/warehouse/duckdb/rollup.ts';
import { ALL_SEGMENTS } from '../../src/warehouse/duckdb/segments.ts';
import { allRowsOf } from '../../src/warehouse/duckdb/summing.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import { rebuildFileOf } from '../../src/warehouse/rewrite.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { stagedBatch } from '../support/staged.ts';
import { tempDir } from '../support/temp-dir.ts';

const clock = fixedClock('2025-03-01T12:00:00Z');
const FIRST_MS = Date.parse('2025-01-01T00:00:00Z');
const HOUR_MS = 3_600_000;

/** Rows of each rollup that all calls do not give, and rows that they give and it lacks. */
async function expectRollups(warehouse: Warehouse): Promise<void> {
  const held = await warehouse.query({ sql: `SELECT 1 FROM ${ALL_SEGMENTS.table} LIMIT 1`, params: [] });
  const segments = { table: ALL_SEGMENTS.table, statement: allRowsOf(ALL_SEGMENTS) };
  const typed = await warehouse.query({
    sql: `SELECT 1 FROM customer_rollup WHERE is_of_type LIMIT 1`,
    params: [],
  });
  const customers = {
    table: 'customer_rollup',
    statement: { sql: allCustomerRows(typed.length > 0), params: [] },
  };
  const always = [{ table: DAY_SUMS.table, statement: allRowsOf(DAY_SUMS) }, customers];
  for (const { table, statement } of held.length > 0 ? [...always, segments] : always) {
    const sql = `WITH wanted AS (${statement.sql}), kept AS (SELECT * FROM ${table})
      SELECT (SELECT count(*) FROM (FROM kept EXCEPT ALL FROM wanted)) AS stale,
        (SELECT count(*) FROM (FROM wanted EXCEPT ALL FROM kept)) AS missing, (SELECT count(*) FROM kept) > 0 AS has_rows`;
    const [row] = await warehouse.query({ ...statement, sql });
    expect(row, table).toMatchObject({ stale: 0, missing: 0 });
  }
}

/** The call before is the one whose next contact a call is. */
async function expectPrevious(warehouse: Warehouse): Promise<void> {
  const sql = `SELECT v.session_id, v.previous_contact_time AS kept, max(p.call_start_time) AS wanted FROM session_version AS v
    LEFT JOIN session_version AS p ON v.is_current AND p.is_current AND p.customer_id = v.customer_id AND p.next_contact_time = v.call_start_time
    GROUP BY ALL HAVING kept IS DISTINCT FROM wanted`;
  expect(await warehouse.query({ sql, params: [] })).toEqual([]);
}

const call = fc.record({
  session: fc.integer({ min: 1, max: 12 }),
  customer: fc.option(fc.integer({ min: 1, max: 5 }), { freq: 6 }),
  // Few moments, so that calls of one customer begin at once.
  startHour: fc.integer({ min: 0, max: 40 * 24 }),
  minutes: fc.integer({ min: 0, max: 50 * 60 }),
  topic: fc.constantFrom('Payment Issue', 'Refund', null),
  type: fc.constantFrom('Billing', 'Sales', null),
  status: fc.constantFrom('Resolved' as const, 'Escalated' as const, 'Abandoned' as const, null),
  engaged: fc.boolean(),
  region: fc.constantFrom('North', 'South', null),
  months: fc.constantFrom(0, 7, 8, 80, null),
});
type Call = typeof call extends fc.Arbitrary<infer T> ? T : never;

const staged = ({
  session,
  customer,
  startHour,
  minutes,
  topic,
  type,
  status,
  engaged,
  region,
  months,
}: Call) => ({
  session_id: `S${session}`,
  customer_id: customer === null ? null : `C${customer}`,
  call_start_time: new Date(FIRST_MS + startHour * HOUR_MS).toISOString(),
  call_end_time: new Date(FIRST_MS + startHour * HOUR_MS + minutes * 60_000).toISOString(),
  call_duration_sec: minutes * 60,
  topic_name: topic,
  topic_type: type,
  resolution_status: status,
  is_engaged: engaged,
  region,
  tenure_months: months,
});

const work = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('load' as const),
      objects: fc.uniqueArray(fc.constantFrom('a.json', 'b.json', 'c.json'), { minLength: 1, maxLength: 2 }),
      calls: fc.uniqueArray(call, { maxLength: 6, selector: ({ session }) => session }),
      /** Within the commit, an older generation with other calls comes first. */
      older: fc.option(fc.uniqueArray(call, { maxLength: 3, selector: ({ session }) => session })),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('gone' as const), object: fc.constant('a.json') }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('erase' as const), customer: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('retain' as const), day: fc.integer({ min: 0, max: 20 }) }),
  },
);
type Work = typeof work extends fc.Arbitrary<infer T> ? T : never;

async function perform(warehouse: Warehouse, each: Work, generation: string): Promise<void> {
  if (each.do === 'load') {
    const portionOf = (suffix: string, calls: readonly Call[]) => ({
      batches: each.objects.map((object) => stagedBatch(object, `${generation}${suffix}`, calls.map(staged))),
    });
    const portions = [...(each.older ? [portionOf(' older', each.older)] : []), portionOf('', each.calls)];
    await warehouse.commit({ feed: { next: async () => portions.shift() ?? null } }, clock);
  } else if (each.do === 'gone') await warehouse.commit({ gone: [each.object] }, clock);
  else if (each.do === 'erase')
    await warehouse.replace(
      { kind: 'erase', customerId: `C${each.customer}`, tombstone: `hash ${each.customer}` },
      clock,
    );
  else
    await warehouse.replace(
      { kind: 'retain', from: new Date(FIRST_MS + each.day * 24 * HOUR_MS).toISOString() },
      clock,
    );
}

it('are what all calls give, and the call before is known, after every load, overwrite, erasure and cut-off', async () => {
  const check = async (works: readonly Work[]) => {
    const warehouse = await openDuckDbWarehouse(join(tempDir(), 'warehouse.duckdb'), { denseCallsADay: 0 });
    await warehouse.migrate();
    for (const [index, each] of works.entries()) {
      await perform(warehouse, each, `${index}`);
      await expectRollups(warehouse);
      await expectPrevious(warehouse);
    }
    await warehouse.close();
  };
  await fc.assert(fc.asyncProperty(fc.array(work, { minLength: 1, maxLength: 6 }), check), {
    seed: 5,
    numRuns: 12,
  });
});

it('are those of a rebuild that takes the place, with what it carries over', async () => {
  const file = join(tempDir(), 'warehouse.duckdb');
  const calls = fc
    .sample(call, { numRuns: 12, seed: 6 })
    .map((each, session) => staged({ ...each, session }));
  // The one that owns the place first: it takes away what a rebuild left there.
  const old = await openDuckDbWarehouse(file);
  const fresh = await openDuckDbWarehouse(rebuildFileOf(file));
  await old.migrate();
  await old.commit(
    { batches: [stagedBatch('a.json', '1', calls), stagedBatch('gone.json', '1', calls.slice(3))] },
    clock,
  );
  await old.commit({ gone: ['gone.json'] }, clock);
  await fresh.migrate();
  await fresh.commit({ batches: [stagedBatch('a.json', '1', calls)] }, clock);
  await fresh.close();
  const report = await old.replace(
    { kind: 'adopt', file: rebuildFileOf(file), dropGone: false, accept: true },
    clock,
  );
  expect(report).toMatchObject({ adopted: true, carried: 9 });
  await expectRollups(old);
  await old.close();
});

it('are kept by further dimensions while calls are dense, and not when they are half as dense', async () => {
  const warehouse = await openDuckDbWarehouse(join(tempDir(), 'warehouse.duckdb'), { denseCallsADay: 4 });
  await warehouse.migrate();
  const [drawn] = fc.sample(call, { numRuns: 1, seed: 7 });
  if (!drawn) throw new Error('A call was drawn.');
  const load = async (generation: string, hours: readonly number[]) => {
    const calls = hours.map((startHour, session) => staged({ ...drawn, session, startHour }));
    await warehouse.commit({ batches: [stagedBatch('a.json', generation, calls)] }, clock);
    await expectRollups(warehouse);
    const [row] = await warehouse.query({
      sql: `SELECT count(*) AS kept FROM ${ALL_SEGMENTS.table}`,
      params: [],
    });
    const [typed] = await warehouse.query({
      sql: 'SELECT count(*) AS kept FROM customer_rollup WHERE is_of_type',
      params: [],
    });
    expect(Number(typed?.kept) > 0).toBe(Number(row?.kept) > 0);
    return Number(row?.kept) > 0;
  };
  expect(await load('1', [1, 2, 30])).toBe(false);
  expect(await load('2', [1, 2, 3, 4])).toBe(true);
  expect(await load('3', [1, 2, 3, 30])).toBe(true);
  expect(await load('4', [1, 30, 60])).toBe(false);
  await warehouse.close();
});

it('are not kept by more topic types than 64, "(none)" among them', async () => {
  const warehouse = await openDuckDbWarehouse(join(tempDir(), 'warehouse.duckdb'), { denseCallsADay: 4 });
  await warehouse.migrate();
  const [drawn] = fc.sample(call, { numRuns: 1, seed: 7 });
  if (!drawn) throw new Error('A call was drawn.');
  const calls = Array.from({ length: 65 }, (_, session) => ({
    ...staged({ ...drawn, session, startHour: 1, customer: session }),
    topic_type: session === 64 ? null : `type ${session}`,
  }));
  for (const generation of ['1', '2']) {
    await warehouse.commit({ batches: [stagedBatch('a.json', generation, calls)] }, clock);
    await expectRollups(warehouse);
    const sql = 'SELECT count(*) AS kept FROM customer_rollup WHERE is_of_type';
    expect(await warehouse.query({ sql, params: [] })).toEqual([{ kept: 0 }]);
  }
  await warehouse.close();
});
