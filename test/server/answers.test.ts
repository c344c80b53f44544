import { afterEach, expect, it } from 'vitest';
import { Answers } from '../../src/server/answers.ts';
import { stagedBatch } from '../support/staged.ts';
import { clock, type Harness, startServer } from './harness.ts';

let harness: Harness | undefined;
afterEach(async () => {
  await harness?.close();
  harness = undefined;
});

const SESSIONS = { metrics: ['sessions'] };

it('tells the same again without asking the warehouse, until the data changes', async () => {
  harness = await startServer([stagedBatch('a.json', '1', [{ session_id: 'A' }])]);
  const first = await harness.post('/api/query', SESSIONS);
  const again = await harness.post('/api/query', SESSIONS);
  expect(again).toMatchObject({ status: 200, text: first.text, body: { dataVersion: 1 } });
  expect(again.headers['content-type']).toBe(first.headers['content-type']);
  await harness.warehouse.commit({ batches: [stagedBatch('b.json', '1', [{ session_id: 'B' }])] }, clock);
  const newer = await harness.post('/api/query', SESSIONS);
  expect(newer.body).toMatchObject({ dataVersion: 2, rows: [{ values: { sessions: { value: 2 } } }] });
});

it('keeps nothing of an erased customer in what it tells', async () => {
  harness = await startServer([
    stagedBatch('a.json', '1', [
      { session_id: 'A', customer_id: 'C1' },
      { session_id: 'B', customer_id: 'C2' },
    ]),
  ]);
  await harness.post('/api/query', SESSIONS);
  await harness.warehouse.replace({ kind: 'erase', customerId: 'C1', tombstone: 'hash' }, clock);
  const { body } = await harness.post('/api/query', SESSIONS);
  expect(body).toMatchObject({ rows: [{ values: { sessions: { value: 1 } } }] });
});

it('refuses a wrong question each time', async () => {
  harness = await startServer();
  for (let round = 0; round < 2; round++) {
    const { status, body } = await harness.post('/api/query', { metrics: ['no_such_metric'] });
    expect([status, body]).toMatchObject([400, { error: { code: 'unknown_metric' } }]);
  }
});

it('finds one answer for all who ask at once, and lets the oldest go when there is no more room', async () => {
  let asked = 0;
  const answers = new Answers(1);
  const ask = (question: string, chars = 1) =>
    answers.get(1, question, async () => {
      asked += 1;
      return { dataVersion: 1, text: 'x'.repeat(chars) };
    });
  await Promise.all([ask('a'), ask('a'), ask('a')]);
  expect(asked).toBe(1);
  for (let index = 0; index < 11; index++) await ask(`large ${index}`, 100_000);
  await ask('large 10', 100_000);
  expect(asked).toBe(12);
  await ask('a');
  expect(asked).toBe(13);
  const none = new Answers(0);
  for (let round = 0; round < 2; round++)
    expect(await none.get(1, 'a', async () => ({ dataVersion: round }))).toContain(`${round}`);
});
