import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answered, type Harness, startServer } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startServer();
});
afterAll(() => harness.close());

function expectError(answer: Answered, status: number, code: string): { message: string; hint?: string } {
  expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }]);
  expect(answer.headers['content-type']).toMatch(/^application\/json/);
  const { error } = answer.body as { error: { message: string; hint?: string } };
  expect(Object.keys(answer.body as object)).toEqual(['error']);
  expect(Object.keys(error).filter((key) => !['code', 'message', 'hint', 'facts'].includes(key))).toEqual([]);
  expect(answer.text).not.toMatch(/node_modules|\.ts:|\bat .*\(/);
  return error;
}

describe('a question that does not fit', () => {
  it.each([
    [{}, 'The body lacks "metrics".'],
    [[], 'The body must be object.'],
    [{ metrics: [] }, 'metrics must not have fewer than 1 items.'],
    [{ metrics: ['sessions'], filters: [] }, 'The body has an unknown property "filters".'],
    [
      { metrics: ['sessions'], where: [{ field: 'region', op: 'in', values: 'North' }] },
      'where/0/values must be array.',
    ],
    [
      { metrics: ['sessions'], where: [{ field: 'region', op: 'is_null', values: [1] }] },
      'where/0 has an unknown property "values".',
    ],
    [
      { metrics: ['sessions'], where: [{ field: 'region', op: 'like' }] },
      'where/0/op must be one of "in", "not_in", "range", "is_null", "not_null".',
    ],
    [{ metrics: ['sessions'], base: 'some' }, 'base must be one of "all", "engaged".'],
  ])('%j', async (question, message) => {
    const error = expectError(await harness.post('/api/query', question), 400, 'bad_request');
    expect(error.message).toBe(message);
  });

  it('names the nearest metric and dimension', async () => {
    const metric = await harness.post('/api/query', { metrics: ['resolution_rat'] });
    expect(expectError(metric, 400, 'unknown_metric').hint).toContain('resolution_rate');
    const dimension = await harness.post('/api/query', { metrics: ['sessions'], by: ['topic'] });
    expect(expectError(dimension, 400, 'unknown_dimension').hint).toContain('topic_');
  });

  it('is asked in numbers as numbers: nothing is coerced', async () => {
    const answer = await harness.post('/api/sessions', { limit: '5' });
    expect(expectError(answer, 400, 'bad_request').message).toBe('limit must be integer.');
  });
});

describe('a body that cannot be read', () => {
  it.each(['{"metrics":', 'metrics', ''])('%j', async (text) => {
    expectError(await harness.post('/api/query', text), 400, 'bad_json');
  });

  it('a body that poisons prototypes', async () => {
    expectError(
      await harness.post('/api/query', '{"__proto__":{"a":1},"metrics":["sessions"]}'),
      400,
      'bad_json',
    );
  });

  it('a body that is too large', async () => {
    const answer = await harness.post('/api/query', { metrics: ['x'.repeat(300_000)] });
    expectError(answer, 413, 'body_too_large');
  });
});

describe('an address where nothing is', () => {
  it('below /api, in JSON whatever is accepted', async () => {
    expectError(await harness.get('/api/nothing', { accept: 'text/html' }), 404, 'not_found');
    expectError(await harness.get('/api', { accept: 'text/html' }), 404, 'not_found');
    expectError(await harness.post('/api/nothing'), 404, 'not_found');
  });

  it('elsewhere, as a page for people', async () => {
    const page = await harness.get('/nothing', { accept: 'text/html,*/*' });
    expect([page.status, page.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8']);
    expectError(await harness.get('/nothing'), 404, 'not_found');
  });

  it('is not well-formed', async () => {
    expectError(await harness.get('/api/sessions/%E0%A4%A'), 400, 'bad_url');
  });

  it('under another method, naming those it takes', async () => {
    const query = await harness.get('/api/query');
    expectError(query, 405, 'method_not_allowed');
    expect(query.headers.allow).toBe('POST');
    expectError(await harness.post('/api/status'), 405, 'method_not_allowed');
    expectError(await harness.post('/api/sessions/S1'), 405, 'method_not_allowed');
  });
});

it('keeps back what went wrong inside, and logs it under an id', async () => {
  const broken = await startServer();
  await broken.warehouse.query({ sql: 'DROP VIEW changes', params: [] });
  const answer = await broken.get('/api/status');
  const error = expectError(answer, 500, 'internal');
  const { facts } = error as { facts?: { id?: string } };
  expect(answer.text).not.toContain('changes');
  expect(broken.lines.join('')).toContain(String(facts?.id));
  expect(broken.lines.join('')).toContain('/api/status');
  await broken.close();
});
