import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SessionDetail, SessionsAnswer } from '../../src/server/api.ts';
import { stagedBatch } from '../support/staged.ts';
import { type Harness, startServer } from './harness.ts';
import { expectPublished } from './published.ts';

const HOSTILE_ID = `'; DROP TABLE session_version; --/../%2F?#<script>"\\ 😀`;
const HOSTILE_TEXT = `<img src=x onerror=alert(1)> "quoted" \\ \u2028 ${'$'}{1} 😀`;

/** Several calls begin in the same second, so that the session_id decides their order. */
const CALLS = Array.from({ length: 57 }, (_, index) => ({
  session_id: `S${String(index * 7919).padStart(7, '0')}`,
  call_start_time: new Date(Date.UTC(2025, 0, 1 + (index % 9), 10)).toISOString(),
  resolution_status: index % 3 === 0 ? ('Escalated' as const) : ('Resolved' as const),
}));

let harness: Harness;
beforeAll(async () => {
  const hostile = {
    session_id: HOSTILE_ID,
    customer_id: null,
    call_start_time: '2024-12-31T23:59:59.999Z',
    call_end_time: null,
    topic_type: `O'Hara "Plans"`,
    ivr_outcome_code: 'THEIR_OWN_CODE',
    turns: [
      {
        turn_number: 1,
        timestamp: '2024-12-31T23:59:59.999Z',
        speaker: 'Customer' as const,
        text: HOSTILE_TEXT,
        intent_detected: null,
        intent_name: null,
        confidence_score: 0.25,
        input_mode: 'DTMF' as const,
        event: 'NoMatch' as const,
        prompt_id: 'p1',
      },
      {
        turn_number: 2,
        timestamp: null,
        speaker: 'Chatbot' as const,
        text: null,
        intent_detected: null,
        intent_name: null,
        confidence_score: null,
      },
    ],
    changes: [
      {
        turn_number: null,
        field: 'call_end_time',
        before: 'soon',
        after: null,
        rule: 'timestamp_unreadable' as const,
      },
    ],
    findings: [{ code: 'status_flag_disagree' as const }],
  };
  harness = await startServer([
    stagedBatch('2025/01/calls.json', '1', CALLS),
    stagedBatch(`2025/01/o'hara "calls".json`, '2', [hostile]),
  ]);
});
afterAll(() => harness.close());

async function list(question: object): Promise<SessionsAnswer> {
  const { status, body } = await harness.post('/api/sessions', question);
  expect([status, body]).toMatchObject([200, { total: expect.any(Number) }]);
  return body as SessionsAnswer;
}

async function pages(question: object): Promise<SessionsAnswer['sessions']> {
  const first = await list(question);
  const found = [...first.sessions];
  for (let cursor = first.nextCursor; cursor !== null; ) {
    const page = await list({ ...question, cursor });
    expect(page.total).toBe(first.total);
    found.push(...page.sessions);
    cursor = page.nextCursor;
  }
  expect(found).toHaveLength(first.total);
  return found;
}

it('covers every session exactly once, newest first, whatever the page size', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (limit) => {
      const ids = (await pages({ limit })).map(({ session_id }) => session_id);
      expect([...ids].sort()).toEqual([...CALLS.map(({ session_id }) => session_id), HOSTILE_ID].sort());
    }),
    { numRuns: 8, seed: 3, examples: [[1], [58], [57]] },
  );
  const starts = (await pages({ limit: 10 })).map(({ call_start_time }) => call_start_time);
  expect(starts).toEqual([...starts].sort().reverse());
});

it('lists the calls behind a number: as many as the number says', async () => {
  const behind = { metric: 'escalation_rate', part: 'numerator' };
  const scope = { from: '2025-01-01', to: '2025-01-05' };
  const { body } = await harness.post('/api/query', { ...scope, metrics: ['escalation_rate'] });
  const calls = await pages({ ...scope, behind, limit: 4 });
  expect(body).toMatchObject({ rows: [{ values: { escalation_rate: { numerator: calls.length } } }] });
  expect(calls.length).toBeGreaterThan(4);
  expect(new Set(calls.map((call) => call.resolution_status))).toEqual(new Set(['Escalated']));
});

it('publishes what it answers', async () => {
  await expectPublished(harness, 'post', '/api/sessions', await list({ limit: 3 }));
  const id = encodeURIComponent(HOSTILE_ID);
  await expectPublished(
    harness,
    'get',
    '/api/sessions/{session_id}',
    (await harness.get(`/api/sessions/${id}`)).body,
  );
  const everything = {
    metrics: [
      'sessions',
      'customers',
      'net_sentiment',
      'containment_rate',
      'p90_call_duration',
      'avg_call_duration',
    ],
  };
  for (const more of [
    {},
    { by: ['topic_type'] },
    { by: ['day'] },
    { compare: 'previous_period', from: '2025-01-03', to: '2025-01-12' },
  ]) {
    const { body } = await harness.post('/api/query', { ...everything, ...more });
    await expectPublished(harness, 'post', '/api/query', body);
  }
});

it('refuses a cursor that no page gave', async () => {
  for (const cursor of ['', 'x', Buffer.from('["a",1]').toString('base64url')]) {
    const { status, body } = await harness.post('/api/sessions', { cursor });
    expect([status, body]).toMatchObject([400, { error: { code: 'bad_cursor' } }]);
  }
});

it('shows one session with all it says, however hostile its text', async () => {
  const { status, body } = await harness.get(`/api/sessions/${encodeURIComponent(HOSTILE_ID)}`);
  expect(status).toBe(200);
  const session = body as SessionDetail;
  expect(session).toMatchObject({
    session_id: HOSTILE_ID,
    customer_id: null,
    call_start_time: '2024-12-31T23:59:59.999Z',
    call_end_time: null,
    topic_type: `O'Hara "Plans"`,
    source_file: `2025/01/o'hara "calls".json`,
    generation: '2',
    outcome_reason: null,
    changes: [
      {
        turn_number: null,
        field: 'call_end_time',
        before: 'soon',
        after: null,
        rule: 'timestamp_unreadable',
      },
    ],
    findings: ['status_flag_disagree'],
  });
  expect(session.turns).toMatchObject([
    {
      turn_number: 1,
      text: HOSTILE_TEXT,
      timestamp: '2024-12-31T23:59:59.999Z',
      confidence_score: 0.25,
      input_mode: 'DTMF',
      event: 'NoMatch',
      prompt_id: 'p1',
    },
    { turn_number: 2, text: null, timestamp: null, input_mode: null },
  ]);
  expect((await list({})).total).toBe(58);
});

it('says what an own outcome code means, and that a session is unknown', async () => {
  const { body } = await harness.get(`/api/sessions/${CALLS[0]?.session_id}`);
  expect(body).toMatchObject({
    ivr_outcome_code: 'RES_CONFIRMED',
    outcome_reason: 'The caller confirmed that the matter is settled.',
  });
  const unknown = await harness.get('/api/sessions/nobody');
  expect([unknown.status, unknown.body]).toMatchObject([
    404,
    { error: { code: 'unknown_session', facts: { session_id: 'nobody' } } },
  ]);
});
