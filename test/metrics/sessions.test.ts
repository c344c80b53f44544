import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/metrics/answer.ts';
import type { MetricValue, Scope } from '../../src/metrics/question.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { compileSessions, type Page, pageOf } from '../../src/metrics/sessions.ts';
import { duckdbSource, type TestSource } from './duckdb-source.ts';
import { drawSessions } from './sessions.ts';

const drawn = drawSessions(300, 41);
/** Some start at the same moment, so that only the id tells them apart. */
const sessions = drawn.map((session, index) => {
  const start = drawn[index - (index % 3)]?.call_start_time ?? session.call_start_time;
  return { ...session, call_start_time: start };
});
let source: TestSource;
beforeAll(async () => {
  source = await duckdbSource(sessions, drawSessions(20, 42));
});

interface Listed {
  readonly session_id: string;
  readonly call_start_time: string;
}

async function listPage(scope: Scope, page: Page) {
  const statements = compileSessions(scope, page, source);
  const rows = (await source.query(statements.page)) as unknown as Listed[];
  const [totals] = await source.query(statements.total);
  return { ...pageOf(rows, page), total: Number(totals?.total) };
}

async function listAll(scope: Scope, page: Page): Promise<{ sessions: Listed[]; total: number }> {
  const all: Listed[] = [];
  let cursor: string | null | undefined;
  let total = 0;
  while (cursor !== null) {
    const found = await listPage(scope, { ...page, ...(cursor !== undefined && { cursor }) });
    all.push(...found.sessions);
    total = found.total;
    cursor = found.nextCursor;
  }
  return { sessions: all, total };
}

describe('the list of calls', () => {
  it.each([1, 7, 100, 300, 500])('gives every call once, newest first, in pages of %i', async (limit) => {
    const wanted = sessions
      .map(({ session_id, call_start_time }) => ({ session_id, call_start_time }))
      .sort((a, b) =>
        a.call_start_time === b.call_start_time
          ? a.session_id < b.session_id
            ? 1
            : -1
          : a.call_start_time < b.call_start_time
            ? 1
            : -1,
      );
    const scope = limit === 1 ? { where: [{ field: 'region', op: 'in' as const, values: ['North'] }] } : {};
    const { sessions: listed, total } = await listAll(scope, { limit });
    const ids = new Set(listed.map((session) => session.session_id));
    expect(total).toBe(listed.length);
    if (limit > 1)
      expect(listed.map(({ session_id }) => session_id)).toEqual(wanted.map((s) => s.session_id));
    else expect(listed).toHaveLength(ids.size);
  });

  it.each(['', 'x', '!!', 'W10', 'WzFd', 'eyJhIjoxfQ', 'WyIxIiwieCJd', 'WzEsIngiXQ'])(
    'refuses the cursor "%s"',
    (cursor) => {
      expect(() => compileSessions({}, { cursor, limit: 5 }, source)).toThrow(
        expect.objectContaining({ kind: 'usage', code: 'bad_cursor' }),
      );
    },
  );

  it('refuses an unknown metric with the nearest name', () => {
    const behind = { metric: 'sesions', part: 'numerator' as const };
    expect(() => compileSessions({}, { behind, limit: 5 }, source)).toThrow(
      expect.objectContaining({ code: 'unknown_metric' }),
    );
  });
});

/** Sessions behind each part, where the metric's own integers count them. */
function countsOf(
  name: string,
  value: MetricValue | undefined,
): Partial<Record<'numerator' | 'denominator', number>> {
  const form = METRICS.find((metric) => metric.name === name)?.expression.form;
  if (!value || form === 'distinct') return {};
  if (form === 'balance' && 'denominator' in value) return { denominator: value.denominator };
  if (form === 'share' && 'numerator' in value) return value;
  if (form === 'count') return { numerator: Number(value.value), denominator: Number(value.value) };
  const isOfSessions = form === 'percentile' || (form === 'mean' && name !== 'mean_confidence');
  return isOfSessions && 'n' in value ? { numerator: value.n, denominator: value.n } : {};
}

describe('the sessions behind a number', () => {
  it.each(METRICS.map((metric) => metric.name))('%s', async (name) => {
    const scope = {
      where: [{ field: 'topic_type', op: 'in' as const, values: ['Billing', null] }],
      from: '2025-01-15',
      timeZone: 'Asia/Kolkata',
    };
    const options = { durableDays: 3 };
    const answer = await answerQuestion({ ...scope, metrics: [name], options }, source);
    const counts = countsOf(name, answer.rows[0]?.values[name]);
    const totals: number[] = [];
    for (const part of ['numerator', 'denominator'] as const) {
      const { total } = await listPage(scope, { behind: { metric: name, part, options }, limit: 1 });
      totals.push(total);
      if (counts[part] !== undefined) expect(total).toBe(counts[part]);
    }
    expect(totals[0]).toBeGreaterThan(0);
    expect(totals[0]).toBeLessThanOrEqual(totals[1] ?? 0);
  });

  it('of a share of turns are those with such a turn', async () => {
    const { sessions: listed } = await listAll(
      {},
      { behind: { metric: 'no_match_rate', part: 'numerator' }, limit: 50 },
    );
    const wanted = sessions.filter((session) => session.has_event && session.no_match_events > 0);
    expect(listed.map(({ session_id }) => session_id).sort()).toEqual(wanted.map((s) => s.session_id).sort());
  });

  it('of net sentiment are the positive and the negative ones', async () => {
    const { total } = await listPage(
      {},
      { behind: { metric: 'net_sentiment', part: 'numerator' }, limit: 1 },
    );
    const wanted = sessions.filter(
      (s) => s.customer_sentiment === 'Positive' || s.customer_sentiment === 'Negative',
    );
    expect(total).toBe(wanted.length);
  });
});

describe('an order of the list', () => {
  const duration = (id: string) => drawn.find((call) => call.session_id === id)?.call_duration_sec ?? null;

  it.each(['newest', 'oldest', 'longest', 'shortest', 'most_turns'] as const)(
    '%s gives every call once, page by page',
    async (order) => {
      const { sessions: listed } = await listAll({}, { limit: 37, order });
      expect(new Set(listed.map((call) => call.session_id)).size).toBe(sessions.length);
      const whole = await listPage({}, { limit: 500, order });
      expect(listed).toEqual(whole.sessions);
    },
  );

  it('has the newest first among equally long ones', async () => {
    const { sessions: listed } = await listPage({}, { limit: 500, order: 'most_turns' });
    const wanted = sessions.toSorted(
      (a, b) =>
        b.customer_turns - a.customer_turns ||
        Date.parse(b.call_start_time) - Date.parse(a.call_start_time) ||
        (a.session_id < b.session_id ? -1 : 1),
    );
    expect(listed.map(({ session_id }) => session_id)).toEqual(wanted.map(({ session_id }) => session_id));
  });

  it('puts calls of unknown length last, in both directions', async () => {
    for (const [order, sign] of [
      ['longest', -1],
      ['shortest', 1],
    ] as const) {
      const ids = (await listPage({}, { limit: 500, order })).sessions.map((call) => call.session_id);
      const lengths = ids.map(duration);
      const known = lengths.filter((length) => length !== null);
      expect(known).toEqual([...known].sort((a, b) => sign * (a - b)));
      expect(lengths.slice(known.length).every((length) => length === null)).toBe(true);
    }
  });

  it('by chance is the same for the same seed, another for another, and has no next page', async () => {
    const draw = async (sample: number) => (await listPage({}, { limit: 20, sample })).sessions;
    const [one, again, other] = [await draw(1), await draw(1), await draw(2)];
    expect(one).toEqual(again);
    expect(one).not.toEqual(other);
    expect(one).toHaveLength(20);
    expect((await listPage({}, { limit: 20, sample: 1 })).nextCursor).toBeNull();
  });
});
