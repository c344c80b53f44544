import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RAW_SESSION_DATA } from '../../src/contract/public-tables.ts';
import type { TableRows } from '../../src/server/api.ts';
import { stagedBatch } from '../support/staged.ts';
import { type Harness, startServer } from './harness.ts';
import { expectPublished } from './published.ts';

const IDS = Array.from({ length: 25 }, (_, index) => `S${String(index).padStart(2, '0')}`);
const turn = (turn_number: number) => ({
  turn_number,
  timestamp: null,
  speaker: 'Customer' as const,
  text: `turn ${turn_number}`,
  intent_detected: null,
  intent_name: null,
  confidence_score: null,
});

let harness: Harness;
beforeAll(async () => {
  const calls = IDS.map((session_id, index) => ({
    session_id,
    customer_id: `C${index % 4}`,
    call_start_time: '2025-01-01T10:00:00.000Z',
    turns: index % 5 === 0 ? [] : [turn(1), turn(2)],
  }));
  harness = await startServer([stagedBatch('calls.json', '1', calls)]);
});
afterAll(() => harness.close());

async function page(path: string): Promise<TableRows> {
  const answer = await harness.get(`/api/tables/${path}`);
  expect(answer.status, answer.text).toBe(200);
  await expectPublished(harness, 'get', '/api/tables/{table}', answer.body);
  return answer.body as TableRows;
}

async function all(table: string, columns: string, limit: number): Promise<TableRows['rows'][]> {
  const pages: TableRows['rows'][] = [];
  for (let next: string | null = ''; next !== null; ) {
    const after: string = next === '' ? '' : `&after=${next}`;
    const { rows, next: then } = await page(`${table}?columns=${columns}&limit=${limit}${after}`);
    pages.push(rows);
    next = then;
  }
  return pages;
}

describe('the rows of a public table', () => {
  it('come page by page, each once, in order', async () => {
    const pages = await all('raw_session_data', 'session_id', 10);
    expect(pages.map((rows) => rows.length)).toEqual([10, 10, 5]);
    expect(pages.flat().flat()).toEqual(IDS);
  });

  it('never tear a session between two pages', async () => {
    const pages = await all('conversation_data', 'session_id,turn_number', 7);
    const sessions = pages.map((rows) => new Set(rows.map(([id]) => id)));
    const ofPages = sessions.flatMap((ids) => [...ids]);
    expect(new Set(ofPages).size).toBe(ofPages.length);
    expect(pages.flat()).toEqual(
      IDS.filter((_, index) => index % 5 > 0).flatMap((id) => [
        [id, 1],
        [id, 2],
      ]),
    );
  });

  it('are of customers, once each, too', async () => {
    expect((await all('customer_data', 'customer_id', 3)).flat()).toEqual([['C0'], ['C1'], ['C2'], ['C3']]);
  });

  it('have every documented column when none is named', async () => {
    const { columns, rows } = await page('raw_session_data?limit=1');
    expect(columns).toEqual(RAW_SESSION_DATA.columns.map(({ name }) => name));
    expect(rows[0]?.[columns.indexOf('call_start_time')]).toBe('2025-01-01T10:00:00.000Z');
  });

  it.each([
    ['secrets', 400, 'bad_request'],
    ['raw_session_data?columns=session_id,turns', 400, 'unknown_column'],
    ['raw_session_data?columns=1;DROP', 400, 'unknown_column'],
    ['raw_session_data?limit=0', 400, 'bad_request'],
  ])('are not to be had as %s', async (path, status, code) => {
    const answer = await harness.get(`/api/tables/${path}`);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ error: { code } });
  });
});
