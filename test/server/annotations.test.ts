import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Harness, startServer } from './harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await startServer();
});
afterEach(() => harness.close());

const RELEASE = { kind: 'release', from: '2025-03-12', label: 'Bot 3.5' };
const listed = async () => (await harness.get('/api/annotations')).body;

describe('annotations', () => {
  it('are a table to take along, whose cells are no formulas', async () => {
    const label = '=HYPERLINK("//x")';
    await harness.post('/api/annotations', { ...RELEASE, id: 'later', from: '2025-04-01T09:00:00Z' });
    await harness.post('/api/annotations', { ...RELEASE, id: 'r', to: '2025-03-13', label });
    const table = { table: 'annotations' };
    const { body } = await harness.post('/api/data-tables', table);
    expect(body).toMatchObject({
      columns: ['id', 'kind', 'label', 'from', 'to'],
      rows: [
        ['r', 'release', label, '2025-03-12T00:00:00.000Z', '2025-03-13T00:00:00.000Z'],
        ['later', 'release', 'Bot 3.5', '2025-04-01T09:00:00.000Z', null],
      ],
    });
    const { text } = await harness.post('/api/data-tables', table, { accept: 'text/csv' });
    expect(text.split('\r\n').slice(-4, -1)).toEqual([
      'id,kind,label,from,to',
      `r,release,"'=HYPERLINK(""//x"")",2025-03-12T00:00:00.000Z,2025-03-13T00:00:00.000Z`,
      'later,release,Bot 3.5,2025-04-01T09:00:00.000Z,',
    ]);
  });

  it('are kept in order of time, by the zone that they were said in', async () => {
    await harness.post('/api/annotations', { ...RELEASE, id: 'later', from: '2025-04-01T09:00:00Z' });
    const zoned = { ...RELEASE, id: 'r', timeZone: 'America/New_York', to: '2025-03-13T12:00' };
    const answer = await harness.post('/api/annotations', zoned);
    const kept = {
      id: 'r',
      from: '2025-03-12T04:00:00.000Z',
      to: '2025-03-13T16:00:00.000Z',
      kind: 'release',
      label: 'Bot 3.5',
    };
    expect(answer).toMatchObject({ status: 200, body: kept });
    expect(await listed()).toMatchObject({ annotations: [kept, { id: 'later', to: null }] });
  });

  it('of one id replace each other; without one each is new', async () => {
    for (const label of ['one', 'two'])
      await harness.post('/api/annotations', { ...RELEASE, id: 'r', label });
    for (const label of ['a', 'b']) await harness.post('/api/annotations', { ...RELEASE, label });
    const { annotations } = (await listed()) as { annotations: { label: string }[] };
    expect(annotations.map(({ label }) => label).sort()).toEqual(['a', 'b', 'two']);
  });

  it('are removed once', async () => {
    await harness.post('/api/annotations', { ...RELEASE, id: 'r' });
    const remove = () =>
      harness.server.inject({ method: 'DELETE', url: '/api/annotations/r', headers: { host: 'localhost' } });
    expect((await remove()).statusCode).toBe(200);
    expect((await remove()).json()).toMatchObject({ error: { code: 'no_such_annotation' } });
    expect(await listed()).toEqual({ annotations: [] });
  });

  it.each([
    ['no time', { from: 'soon' }, 'bad_time'],
    ['an end before its beginning', { to: '2025-03-11' }, 'bad_time'],
    ['a zone that there is not', { timeZone: 'Mars/Base' }, 'bad_time_zone'],
    ['an unknown kind', { kind: 'party' }, 'bad_request'],
    ['a label of spaces', { label: '  ' }, 'bad_request'],
    ['a label without end', { label: 'x'.repeat(201) }, 'bad_request'],
    ['an id that is a path', { id: '../x' }, 'bad_request'],
  ])('with %s are refused, and nothing is written', async (_, wrong, code) => {
    const answer = await harness.post('/api/annotations', { ...RELEASE, ...wrong });
    expect(answer).toMatchObject({ status: 400, body: { error: { code } } });
    expect(await listed()).toEqual({ annotations: [] });
  });
});
