import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { answerQuestion } from '../../src/metrics/answer.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { stagedBatch } from '../support/staged.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');

async function opened(): Promise<Warehouse> {
  const warehouse = await openDuckDbWarehouse(':memory:');
  await warehouse.migrate();
  return warehouse;
}

/** Versions by customer: the smallest and the greatest number of each, and how many versions have none. */
async function numbersOf(warehouse: Warehouse) {
  const sql = `SELECT customer_id, min(customer_key) AS low, max(customer_key) AS high, count_if(customer_key IS NULL) AS without
    FROM session_version GROUP BY customer_id ORDER BY customer_id`;
  return warehouse.query({ sql, params: [] });
}

/** Customers of the current sessions, as the metric counts them: without groups, in few and in any number of them. */
async function countedCustomers(warehouse: Warehouse): Promise<number[]> {
  const extent = {
    firstCall: '2025-01-06T10:00:00.000Z',
    newestCall: '2025-01-06T10:00:00.000Z',
    dataVersion: 1,
  };
  const source = {
    dialect: warehouse.dialect,
    extent,
    query: warehouse.query.bind(warehouse),
  };
  const counts = [[], ['week'], ['week', 'language']].map(async (by) => {
    const { rows } = await answerQuestion({ metrics: ['customers'], by }, source);
    return Number(rows[0]?.values.customers?.value ?? 0);
  });
  return Promise.all(counts);
}

it('keeps the number of a customer whose object is replaced, gone and back', async () => {
  const warehouse = await opened();
  const call = (session_id: string, customer_id: string | null) => ({ session_id, customer_id });
  await warehouse.commit(
    { batches: [stagedBatch('a.json', '1', [call('S1', 'C1'), call('S2', null), call('S3', 'C2')])] },
    clock,
  );
  await warehouse.commit(
    { batches: [stagedBatch('b.json', '1', [call('S4', 'C3'), call('S5', 'C1')])] },
    clock,
  );
  await warehouse.commit({ batches: [stagedBatch('a.json', '2', [call('S1', 'C1')])] }, clock);
  await warehouse.commit({ gone: ['a.json'] }, clock);
  await warehouse.commit(
    { batches: [stagedBatch('c.json', '1', [call('S6', 'C2'), call('S7', 'C4')])] },
    clock,
  );
  expect(await numbersOf(warehouse)).toEqual([
    { customer_id: 'C1', low: 1, high: 1, without: 0 },
    { customer_id: 'C2', low: 4, high: 4, without: 0 },
    { customer_id: 'C3', low: 3, high: 3, without: 0 },
    { customer_id: 'C4', low: 5, high: 5, without: 0 },
  ]);
  expect(await countedCustomers(warehouse)).toEqual([4, 4, 4]);
  await warehouse.close();
});

const commits = fc.array(
  fc.array(
    fc.record({
      object: fc.constantFrom('a.json', 'b.json', 'c.json'),
      customers: fc.array(fc.option(fc.integer({ min: 1, max: 9 }), { freq: 5 }), { maxLength: 5 }),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  { minLength: 1, maxLength: 6 },
);

it('gives each customer one number of its own, whatever is replaced in whatever order, and counts by it exactly', async () => {
  const check = async (
    given: ReadonlyArray<ReadonlyArray<{ object: string; customers: (number | null)[] }>>,
  ) => {
    const warehouse = await opened();
    const held = new Map<string, (number | null)[]>();
    for (const [index, objects] of given.entries()) {
      const newest = new Map(objects.map(({ object, customers }) => [object, customers]));
      const batches = [...newest].map(([object, customers]) => {
        held.set(object, customers);
        const sessions = customers.map((customer, place) => ({
          session_id: `${object} ${place}`,
          customer_id: customer === null ? null : `C${customer}`,
        }));
        return stagedBatch(object, `${index}`, sessions);
      });
      await warehouse.commit({ batches }, clock);
      const known = new Set([...held.values()].flat().filter((customer) => customer !== null));
      const numbers = (await numbersOf(warehouse)).filter((row) => row.customer_id !== null);
      expect(numbers.map((row) => row.without)).toEqual(numbers.map(() => 0));
      expect(numbers.map((row) => row.low)).toEqual(numbers.map((row) => row.high));
      expect(new Set(numbers.map((row) => row.low)).size).toBe(known.size);
      expect(await countedCustomers(warehouse)).toEqual([known.size, known.size, known.size]);
    }
    await warehouse.close();
  };
  await fc.assert(fc.asyncProperty(commits, check), { seed: 21, numRuns: 12 });
});
