import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DataTableAnswer } from '../../src/server/api.ts';
import { cellText, csvText } from '../../src/server/csv.ts';
import { DATA_TABLE_NAMES } from '../../src/server/data-tables.ts';
import { stagedBatch } from '../support/staged.ts';
import { type Harness, startServer } from './harness.ts';
import { expectPublished } from './published.ts';

const TOPIC = `=cmd|' /C calc'!A0, "x"`;
const CALLS = Array.from({ length: 130 }, (_, index) => ({
  session_id: `S${index}`,
  topic_name: index % 2 ? TOPIC : null,
  call_start_time: new Date(Date.UTC(2025, 0, 1 + (index % 28), 10)).toISOString(),
  resolution_status: index % 3 ? ('Resolved' as const) : ('Escalated' as const),
}));
const SCOPE = {
  from: '2025-01-01',
  to: '2025-02-01',
  where: [{ field: 'region', op: 'in', values: [null, '+1\r\n+2'] }],
};

let harness: Harness;
beforeAll(async () => {
  harness = await startServer([stagedBatch('calls.json', '1', CALLS)]);
});
afterAll(() => harness.close());

const csv = async (path: string, body: object) => {
  const answer = await harness.post(`/api/${path}`, body, { accept: 'text/csv' });
  expect(answer.status, answer.text).toBe(200);
  expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8');
  const lines = answer.text.split('\r\n').slice(0, -1);
  return {
    disposition: answer.headers['content-disposition'],
    about: lines.filter((line) => /^"?#/.test(line)),
    rows: lines.filter((line) => !/^"?#/.test(line)),
  };
};

describe('a table as CSV', () => {
  it('holds what the same question answers, in full', async () => {
    const question = { ...SCOPE, metrics: ['sessions', 'resolution_rate'], by: ['topic_name'] };
    const { rows, disposition } = await csv('query', question);
    const answer = (await harness.post('/api/query', question)).body as {
      rows: { key: { topic_name: string | null }; values: { resolution_rate: Record<string, number> } }[];
    };
    expect(rows[0]).toBe(
      'topic_name,sessions,resolution_rate,resolution_rate_low,resolution_rate_high,resolution_rate_numerator,resolution_rate_denominator',
    );
    expect(rows).toHaveLength(answer.rows.length + 1);
    const none = answer.rows.find(({ key }) => key.topic_name === null)?.values.resolution_rate;
    const wanted = ['value', 'low', 'high', 'numerator', 'denominator'].map((part) => String(none?.[part]));
    expect(
      rows
        .find((row) => row.startsWith('(none)'))
        ?.split(',')
        .slice(2),
    ).toEqual(wanted);
    expect(disposition).toBe('attachment; filename="earshot-sessions-resolution-rate-by-topic-name.csv"');
  });

  it('is stamped with period, zone, filters, data version and definitions', async () => {
    const { about } = await csv('query', {
      ...SCOPE,
      timeZone: 'Asia/Kolkata',
      metrics: ['resolution_rate'],
    });
    const text = about.join('\n');
    expect(text).toContain('2025-01-01 to 2025-02-01 (excluded), time zone Asia/Kolkata');
    expect(text).toContain('region is (none) or +1 +2');
    expect(text).toContain('data version 1');
    expect(text).toContain('resolution_rate: Resolved sessions / sessions with a status.');
  });

  it('starts no formula, and no row where a text breaks', async () => {
    const { rows } = await csv('sessions', SCOPE);
    expect(rows).toHaveLength(CALLS.length + 1);
    expect(
      rows.filter((row) => row.includes('cmd|')).every((row) => row.includes(`"'=cmd|' /C calc'!A0, ""x"""`)),
    ).toBe(true);
    for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\n@x'])
      expect(cellText(text).replace(/^"/, '').startsWith("'")).toBe(true);
    expect([cellText(-1.5), cellText('a-b'), cellText(null), cellText('a\nb')]).toEqual([
      '-1.5',
      'a-b',
      '',
      '"a\nb"',
    ]);
    const title = 'a\r\n=b';
    expect(csvText({ title, columns: [], rows: [], scope: {}, dataVersion: 1 }).split('\r\n')[0]).toBe(
      '# a =b',
    );
  });

  it('of calls holds every page, those behind a number alone, or a sample', async () => {
    const behind = { metric: 'escalation_rate', part: 'numerator' };
    expect((await csv('sessions', { limit: 10, behind })).rows).toHaveLength(1 + Math.ceil(130 / 3));
    const sample = await csv('sessions', { limit: 10, sample: 4 });
    expect(sample.rows).toHaveLength(11);
    expect(sample.about.join('\n')).toContain('A random sample, seed 4.');
  });

  it.each([
    ['associations', {}],
    ['moved', { metric: 'resolution_rate', by: 'topic_name', from: '2025-01-20', to: '2025-01-25' }],
    ['callers', {}],
    ['turns/confidence', {}],
    ['turns/intents', {}],
    ['turns/exits', {}],
    ['turns/utterances', { kind: 'low_confidence', below: 0.95 }],
  ])('%s has one, and publishes what it answers', async (path, body) => {
    const { rows } = await csv(path, body);
    const width = rows[0]?.split(',').length;
    expect(width).toBeGreaterThan(2);
    await expectPublished(harness, 'post', `/api/${path}`, (await harness.post(`/api/${path}`, body)).body);
  });

  it.each(DATA_TABLE_NAMES)('about the data has one: %s, and publishes what it answers', async (table) => {
    const { rows, about, disposition } = await csv('data-tables', { table, timeZone: 'Asia/Kolkata' });
    const answer = (await harness.post('/api/data-tables', { table })).body as DataTableAnswer;
    await expectPublished(harness, 'post', '/api/data-tables', answer);
    expect(rows[0]).toBe(answer.columns.join(','));
    expect(rows).toHaveLength(answer.rows.length + 1);
    expect(about.join('\n')).toMatch(/time zone Asia\/Kolkata[\s\S]*filters: none[\s\S]*data version 1/);
    expect(disposition).toMatch(/^attachment; filename="earshot-[\w-]+\.csv"$/);
  });

  it('about the data adds up as the page says', async () => {
    const { rows } = await csv('data-tables', { table: 'ledger' });
    expect(rows).toContain('files,seen,1');
    expect(rows).toContain(`records,in,${CALLS.length}`);
    const wrong = await harness.post('/api/data-tables', { table: 'tombstone' }, { accept: 'text/csv' });
    expect(wrong.status).toBe(400);
  });

  it('says in JSON what is wrong with its question', async () => {
    const wrong = await harness.post(
      '/api/moved',
      { metric: 'sessions', by: 'region' },
      { accept: 'text/csv' },
    );
    expect([wrong.status, wrong.body]).toMatchObject([400, { error: { code: 'bad_question' } }]);
    expect((await harness.post('/api/turns/utterances', { kind: 'loud' })).status).toBe(400);
  });
});
