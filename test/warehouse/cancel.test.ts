import { expect, it } from 'vitest';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';

/** Hours of work. */
const ENDLESS = {
  sql: 'SELECT count(*) AS n FROM range(100000000) AS a, range(100000) AS b WHERE hash(a.range, b.range) = $1',
  params: [1],
};
const SMALL = { sql: 'SELECT 1 AS one', params: [] };

it('stops a statement that nobody waits for, and answers the next one from the same connections', async () => {
  const warehouse = await openDuckDbWarehouse(':memory:');
  await warehouse.migrate();
  const left = new AbortController();
  const asked = Array.from({ length: 4 }, () => warehouse.query(ENDLESS, left.signal));
  const waiting = warehouse.query(SMALL, left.signal);
  const patient = warehouse.query(SMALL);
  setTimeout(() => left.abort(), 50);
  const ends = await Promise.allSettled([...asked, waiting]);
  for (const end of ends)
    expect(end).toMatchObject({ status: 'rejected', reason: { code: 'question_cancelled' } });
  expect(await patient).toEqual([{ one: 1 }]);
  expect(await warehouse.query(SMALL, new AbortController().signal)).toEqual([{ one: 1 }]);
  await warehouse.close();
});
