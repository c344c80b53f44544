import { expect, it } from 'vitest';
import { answerQuestion } from '../../src/metrics/answer.ts';
import type { Filter, MetricOptions } from '../../src/metrics/question.ts';
import { duckdbSource } from './duckdb-source.ts';
import { drawSessions, type TestSession } from './sessions.ts';

const [template] = drawSessions(1, 1);

function call(given: Partial<TestSession>): TestSession {
  if (!template) throw new Error('No session was drawn.');
  const start = given.call_start_time ?? '2025-03-01T10:00:00.000Z';
  return {
    ...template,
    customer_id: 'C1',
    resolution_status: 'Resolved',
    topic_name: 'Payment Issue',
    call_end_time: start,
    next_contact_time: null,
    next_topic_contact_time: null,
    ...given,
    session_id: start,
    call_start_time: start,
  };
}

const NEWEST = call({ customer_id: null, call_start_time: '2025-03-31T00:00:00.000Z' });

async function rates(sessions: readonly TestSession[], options: MetricOptions = {}, where: Filter[] = []) {
  const source = await duckdbSource([...sessions, NEWEST]);
  const metrics = ['repeat_contact_rate', 'durable_resolution_rate'];
  const { rows } = await answerQuestion({ metrics, options, where }, source);
  const { repeat_contact_rate: repeat, durable_resolution_rate: durable } = rows[0]?.values ?? {};
  return { repeat, durable };
}

it('a window includes its last moment, and counts from the end of the call', async () => {
  const end = { call_end_time: '2025-03-01T10:05:00.000Z' };
  const onTime = call({ ...end, next_contact_time: '2025-03-02T10:05:00.000Z' });
  const late = call({ ...end, next_contact_time: '2025-03-02T10:05:00.001Z' });
  expect((await rates([onTime])).repeat).toMatchObject({ numerator: 1, denominator: 1 });
  expect((await rates([late])).repeat).toMatchObject({ numerator: 0, denominator: 1 });
});

it('a call without an end counts from its start', async () => {
  const next = { call_end_time: null, next_contact_time: '2025-03-02T10:00:00.001Z' };
  expect((await rates([call(next)])).repeat).toMatchObject({ numerator: 0, denominator: 1 });
});

it('a window that closes at the newest call is closed; one that closes later is in neither part', async () => {
  const closed = call({ call_start_time: '2025-03-30T00:00:00.000Z' });
  const open = call({ call_start_time: '2025-03-30T00:00:00.001Z' });
  expect((await rates([closed])).repeat).toMatchObject({ denominator: 1, immature: 0 });
  expect((await rates([open])).repeat).toMatchObject({ denominator: 0, immature: 1, value: null });
});

it('filters narrow the sessions, but neither what follows them nor the newest call', async () => {
  const resolved = call({ next_topic_contact_time: '2025-03-03T00:00:00.000Z' });
  const where: Filter[] = [{ field: 'session_id', op: 'in', values: [resolved.session_id] }];
  expect((await rates([resolved], {}, where)).durable).toMatchObject({ numerator: 0, denominator: 1 });
});

it('another topic undoes a resolution only when any topic counts', async () => {
  const resolved = call({ next_contact_time: '2025-03-03T00:00:00.000Z' });
  expect((await rates([resolved])).durable).toMatchObject({ numerator: 1, denominator: 1 });
  expect((await rates([resolved], { durableAnyTopic: true })).durable).toMatchObject({ numerator: 0 });
  expect((await rates([resolved], { durableAnyTopic: true, durableDays: 1 })).durable).toMatchObject({
    numerator: 1,
  });
});
