import { beforeAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/metrics/answer.ts';
import { DIMENSIONS } from '../../src/metrics/dimensions.ts';
import { FIELDS } from '../../src/metrics/fields.ts';
import type { Filter, Question } from '../../src/metrics/question.ts';
import { METRICS } from '../../src/metrics/registry.ts';
import { duckdbSource, type TestSource } from './duckdb-source.ts';
import { drawSessions } from './sessions.ts';

const sessions = drawSessions(200, 31);
let source: TestSource;
beforeAll(async () => {
  source = await duckdbSource(sessions);
});

const ask = (question: Partial<Question>) => answerQuestion({ metrics: ['sessions'], ...question }, source);
const where = (...filters: Filter[]) => ask({ where: filters });

describe('names that do not exist', () => {
  it.each([
    [{ metrics: ['resolution_rat'] }, 'unknown_metric', 'resolution_rate'],
    [{ by: ['topic'] }, 'unknown_dimension', 'topic_type'],
    [{ by: ['topik'] }, 'unknown_dimension', 'topic_name'],
    [{ by: ['age'] }, 'unknown_dimension', 'age_group'],
    [{ by: ['month_of'] }, 'unknown_dimension', 'month'],
    [{ metrics: ['sesions'] }, 'unknown_metric', 'sessions'],
    [{ metrics: ['Sessions'] }, 'unknown_metric', 'sessions'],
    [{ metrics: ['avg_duration'] }, 'unknown_metric', 'avg_call_duration'],
    [{ by: ['dayy'] }, 'unknown_dimension', 'day'],
    [{ by: ['weekk'] }, 'unknown_dimension', 'week'],
    [{ by: ['hourr'] }, 'unknown_dimension', 'hour'],
    [{ where: [{ field: 'regio', op: 'is_null' as const }] }, 'unknown_field', 'region'],
    [{ where: [{ field: '__proto__', op: 'is_null' as const }] }, 'unknown_field', undefined],
    [{ metrics: ['constructor'] }, 'unknown_metric', undefined],
  ])('%j is refused with the nearest name', async (question, code, nearest) => {
    const error = await ask(question).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: 'usage', code });
    if (nearest) expect(error).toMatchObject({ hint: expect.stringContaining(`Did you mean ${nearest}?`) });
  });
});

describe('questions that do not fit', () => {
  it.each<[string, Partial<Question>, string]>([
    ['no metric', { metrics: [] }, 'bad_question'],
    ['four dimensions', { by: ['day', 'region', 'language', 'plan_type'] }, 'bad_question'],
    ['half a day', { options: { durableDays: 0.5 } }, 'bad_question'],
    ['a range of words', { where: [{ field: 'region', op: 'range', min: 1 }] }, 'bad_filter'],
    ['a range without an end', { where: [{ field: 'customer_turns', op: 'range' }] }, 'bad_filter'],
    [
      'a range upside down',
      { where: [{ field: 'customer_turns', op: 'range', min: 2, max: 1 }] },
      'bad_filter',
    ],
    ['hour 24', { where: [{ field: 'hour_of_day', op: 'in', values: [24] }] }, 'bad_filter'],
    ['an unknown band', { where: [{ field: 'tenure_band', op: 'in', values: ['0-99'] }] }, 'bad_filter'],
    [
      'a status that there is not',
      { where: [{ field: 'resolution_status', op: 'in', values: ['Resolvd'] }] },
      'bad_filter',
    ],
    ['a 30th of February', { where: [{ field: 'day', op: 'in', values: ['2025-02-30'] }] }, 'bad_filter'],
    [
      'a duration of words',
      { where: [{ field: 'call_duration_sec', op: 'in', values: ['long'] }] },
      'bad_filter',
    ],
  ])('%s', async (_, question, code) => {
    await expect(ask(question)).rejects.toMatchObject({ kind: 'usage', code });
  });
});

const HOSTILE = [
  "it's; DROP TABLE",
  "' OR '1'='1",
  '"; DROP TABLE session_version; --',
  '$1',
  '@p1',
  '`',
  '\\',
  '%',
  '_',
  '\u0000',
  '\n',
  '🙂',
  "N'); --",
  'x'.repeat(100_000),
];

describe('values', () => {
  it.each(HOSTILE)('%j stays a value', async (value) => {
    const before = source.asked.length;
    const { rows } = await where({ field: 'initial_intent', op: 'in', values: [value] });
    const matches = sessions.filter((session) => session.initial_intent === value).length;
    expect(rows[0]?.values.sessions).toEqual({ value: matches });
    for (const statement of source.asked.slice(before)) {
      if (value.length > 3) expect(statement.sql).not.toContain(value);
      expect(statement.params).toContain(value);
    }
  });

  it('of a list and its complement make all', async () => {
    for (const field of FIELDS.map(({ name }) => name)) {
      const values = field === 'hour' ? ['2025-03-09T03:00', null] : [keyFor(field), null];
      const inside = (await where({ field, op: 'in', values })).rows[0]?.values.sessions?.value;
      const outside = (await where({ field, op: 'not_in', values })).rows[0]?.values.sessions?.value;
      expect(Number(inside) + Number(outside), field).toBe(sessions.length);
    }
  });

  it('are read as people write them', async () => {
    const count = async (filter: Filter) => (await where(filter)).rows[0]?.values.sessions?.value;
    const same = [
      [
        { field: 'resolution_status', values: ['Resolved'] },
        { field: 'resolution_status', values: [' resolved'] },
      ],
      [
        { field: 'month', values: ['2025-03'] },
        { field: 'month', values: ['2025-03-31'] },
      ],
      [
        { field: 'year', values: ['2025'] },
        { field: 'year', values: ['2025-01-01'] },
      ],
      [
        { field: 'tenure_band', values: ['12-23'] },
        { field: 'tenure_band', values: ['12–23'] },
      ],
      [
        { field: 'hour_of_day', values: ['9'] },
        { field: 'hour_of_day', values: [9] },
      ],
      [
        { field: 'call_duration_sec', values: ['30'] },
        { field: 'call_duration_sec', values: [30] },
      ],
    ] as const;
    for (const [one, other] of same) {
      expect(await count({ ...one, op: 'in' })).toBe(await count({ ...other, op: 'in' }));
    }
  });

  it('beyond every integer bound a range like any other', async () => {
    const { rows } = await where({ field: 'customer_turns', op: 'range', min: -1e300, max: 1e300 });
    expect(rows[0]?.values.sessions).toEqual({ value: sessions.length });
  });
});

function keyFor(field: string): string | number {
  if (['hour_of_day', 'day_of_week'].includes(field)) return 3;
  if (field.endsWith('_sec') || field.endsWith('_months') || field === 'customer_turns') return 3;
  if (field === 'tenure_band') return '60+';
  if (field === 'known_caller') return 'New';
  const dimension = DIMENSIONS.find(({ name }) => name === field);
  return dimension?.kind === 'time' ? '2025-03-09' : (dimension?.words?.[0] ?? 'Billing');
}

describe('one scan', () => {
  const names = METRICS.map((metric) => metric.name);

  it('answers every metric but the percentiles, which take one per column', async () => {
    const before = source.asked.length;
    await ask({ metrics: names.filter((name) => !/^p\d/.test(name)), by: ['region'] });
    expect(source.asked.length - before).toBe(1);
    await ask({ metrics: names, by: ['region'] });
    expect(source.asked.length - before).toBe(4);
  });
});

describe('the order of rows', () => {
  it('is by time, by number, or by sessions with names to decide', async () => {
    const { rows } = await ask({ by: ['tenure_band', 'topic_name'] });
    const bands = [...new Set(rows.map((row) => row.key.tenure_band))];
    expect(bands).toEqual(['0–5', '6–11', '12–23', '24–59', '60+', null]);
    for (const band of bands) {
      const counts = rows
        .filter((row) => row.key.tenure_band === band)
        .map((row) => Number(row.values.sessions?.value));
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
    }
    const days = (await ask({ by: ['day'] })).rows.map((row) => String(row.key.day));
    expect(days).toEqual([...days].sort());
  });
});

describe('one call of an absurd length', () => {
  it('does not fail a mean', async () => {
    const [first] = sessions;
    if (!first) throw new Error('No session was drawn.');
    const long = await duckdbSource([{ ...first, call_duration_sec: 250_000_000_000 }, ...sessions.slice(1)]);
    const { rows } = await answerQuestion({ metrics: ['avg_call_duration'] }, long);
    expect(rows[0]?.values.avg_call_duration?.value).toBeGreaterThan(1e9);
  });

  it('nor does one in a far year make the SQL grow without end', async () => {
    const [first] = sessions;
    if (!first) throw new Error('No session was drawn.');
    const far = await duckdbSource([
      { ...first, call_start_time: '9998-01-01T00:00:00.000Z' },
      ...sessions.slice(1),
    ]);
    const { rows } = await answerQuestion(
      { metrics: ['sessions'], by: ['year'], timeZone: 'America/New_York' },
      far,
    );
    expect(rows.at(-1)).toMatchObject({ key: { year: '9997-01-01' }, values: { sessions: { value: 1 } } });
    expect(far.asked.at(-1)?.sql.length).toBeLessThan(100_000);
  });
});
