import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayDo, ROLES } from '../../src/access/role.ts';
import { loadConfig } from '../../src/base/config.ts';
import { DATA_TABLE_NAMES } from '../../src/server/data-tables.ts';
import { type Harness, startServer, TOKEN } from './harness.ts';
import { MARKED_CALLS, MARKER } from './marked-calls.ts';
import { bearer, TOKENS } from './tokens.ts';

let harness: Harness;
let open: Harness;
beforeAll(async () => {
  harness = await startServer(MARKED_CALLS, {}, {}, { EARSHOT_TOKEN: TOKENS });
  open = await startServer(MARKED_CALLS);
});
afterAll(() => Promise.all([harness.close(), open.close()]));

/** Who may ask what. A new route fails here until somebody has thought about it. */
const ROUTES = {
  anyone: ['GET /health', 'GET /me', 'POST /login', 'POST /logout'],
  viewer: [
    'GET /annotations',
    'GET /catalog',
    'GET /day-changes',
    'GET /live',
    'GET /openapi.json',
    'GET /status',
    'POST /associations',
    'POST /callers',
    'POST /data-tables',
    'POST /moved',
    'POST /query',
    'POST /turns/confidence',
    'POST /turns/exits',
    'POST /turns/intents',
  ],
  analyst: [
    'GET /quarantine',
    'GET /sessions/:session_id',
    'GET /tables/:table',
    'POST /sessions',
    'POST /turns/utterances',
  ],
  annotator: ['DELETE /annotations/:id', 'POST /annotations'],
  admin: [
    'DELETE /ingest',
    'GET /quarantine/record',
    'POST /erase',
    'POST /ingest',
    'POST /quarantine/drop',
    'POST /quarantine/retry',
    'POST /rebuild',
    'POST /retain',
  ],
};

const pathOf = (path: string) =>
  path.replace(':session_id', 'S1').replace(':table', 'conversation_data').replace(':id', 'none');

/** Status alone: what a stream would go on to say is not waited for. */
async function statusOf(of: Harness, method: string, path: string, headers: object): Promise<number> {
  const answer = await of.server.inject({
    method: method as 'GET',
    url: pathOf(path),
    headers: {
      host: '127.0.0.1:4600',
      ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      ...headers,
    },
    ...(method === 'POST' ? { payload: '{}' } : {}),
    payloadAsStream: true,
  });
  answer.stream().destroy();
  return answer.statusCode;
}

const REFUSED = new Set([401, 403]);

describe('every route', () => {
  it('says who may ask it', () => {
    const byAccess: Record<string, string[]> = {};
    for (const { method, path, access } of harness.server.routeAccess) {
      if (method === 'HEAD') continue;
      byAccess[access] = [...(byAccess[access] ?? []), `${method} ${path.replace(/^\/api/, '')}`].sort();
    }
    expect(byAccess).toEqual(ROUTES);
  });

  it('lets in whom it names, and nobody else', async () => {
    for (const { method, path, access } of harness.server.routeAccess) {
      for (const role of ROLES) {
        const status = await statusOf(harness, method, path, bearer(role));
        const allowed = mayDo({ id: '', name: '', may: role }, access);
        expect(REFUSED.has(status), `${role} ${method} ${path}: ${status}`).toBe(!allowed);
      }
      const stranger = await statusOf(harness, method, path, {});
      expect(stranger === 401, `nobody ${method} ${path}`).toBe(access !== 'anyone');
      const wrong = { authorization: 'Bearer earshot_wrong' };
      expect([401, 429].includes(await statusOf(harness, method, path, wrong))).toBe(access !== 'anyone');
      const owner = { authorization: `Bearer ${TOKEN}` };
      expect(REFUSED.has(await statusOf(harness, method, path, owner))).toBe(false);
    }
  });

  it('is open on a machine that asks for no tokens, but for what loads and erases', async () => {
    for (const { method, path, access } of open.server.routeAccess)
      expect(REFUSED.has(await statusOf(open, method, path, {})), `${method} ${path}`).toBe(
        access === 'admin',
      );
  });
});

describe('a viewer', () => {
  const SCOPE = { from: '2025-01-01', to: '2025-02-01' };
  const questions: [string, object][] = [
    ['query', { metrics: ['sessions'], by: ['topic_name'] }],
    ['query', { metrics: ['sessions'], by: ['initial_intent'], compare: 'previous_period' }],
    ['sessions', { text: MARKER }],
    ['sessions', { behind: { metric: 'sessions', part: 'numerator' } }],
    ['sessions', { holding: { what: 'intent', intent: null } }],
    ['sessions', { sample: 3 }],
    ['moved', { metric: 'resolution_rate', by: 'topic_name' }],
    ['associations', {}],
    ['callers', {}],
    ['turns/confidence', {}],
    ['turns/intents', {}],
    ['turns/exits', {}],
    ['turns/utterances', { kind: 'no_match' }],
    ['turns/utterances', { kind: 'low_confidence', below: 1, text: MARKER }],
  ];
  const reads = [
    'catalog',
    'status',
    'day-changes',
    'annotations',
    'openapi.json',
    'quarantine',
    'quarantine?dropped=true',
    'quarantine/record?object=calls.json&position=9',
    'sessions/S1',
    'tables/raw_session_data',
    'tables/conversation_data?columns=text',
    'tables/customer_data',
    'tables/quarantine',
    '%73essions/S1',
    'sessions/S1/',
    'SESSIONS/S1',
    'sessions//S1',
  ];
  const ACCEPTS = ['application/json', 'text/csv', 'application/vnd.apache.parquet', '*/*'];

  it('reaches no word of a caller by any question, read or file', async () => {
    for (const accept of ACCEPTS) {
      const headers = { ...bearer('viewer'), accept };
      const answers = await Promise.all([
        ...questions.map(([path, body]) => harness.post(`/api/${path}`, { ...SCOPE, ...body }, headers)),
        ...reads.map((path) => harness.get(`/api/${path}`, headers)),
        ...DATA_TABLE_NAMES.map((table) => harness.post('/api/data-tables', { table }, headers)),
      ]);
      for (const { text } of answers) expect(text).not.toContain(MARKER);
    }
    const analyst = await harness.get('/api/sessions/S1', bearer('analyst'));
    expect(analyst.text).toContain(MARKER);
  });

  it('is told the names of bucket and warehouse, and not where they lie', async () => {
    for (const [role, isTold] of [
      ['viewer', false],
      ['analyst', true],
    ] as const) {
      const status = await harness.get('/api/status', bearer(role));
      const freshness = { table: 'freshness' };
      const table = await harness.post('/api/data-tables', freshness, bearer(role));
      const file = await harness.post('/api/data-tables', freshness, { ...bearer(role), accept: 'text/csv' });
      for (const { text } of [status, table, file]) {
        expect(text.includes(harness.dir), `${role}: ${text}`).toBe(isTold);
        expect(text).toContain('warehouse.duckdb');
      }
    }
  });

  it('takes the notes on the time axis along, which nobody does without a token', async () => {
    const note = { id: 'r', kind: 'release', from: '2025-03-12', label: 'Bot 3.5' };
    expect((await harness.post('/api/annotations', note, bearer('admin'))).status).toBe(200);
    for (const accept of ACCEPTS.slice(0, 2)) {
      const take = (headers: object) =>
        harness.post('/api/data-tables', { table: 'annotations' }, { ...headers, accept });
      expect((await take(bearer('viewer'))).text).toContain('Bot 3.5');
      expect((await take({})).status).toBe(401);
    }
  });

  it('is told that a file could not be made, and not where', async () => {
    const { exportedDir } = loadConfig({ data: harness.dir }, {});
    await rm(exportedDir, { recursive: true, force: true });
    await writeFile(exportedDir, '');
    const take = (role: 'viewer' | 'analyst') => {
      const headers = { ...bearer(role), accept: 'application/vnd.apache.parquet' };
      return harness.post('/api/data-tables', { table: 'ledger' }, headers);
    };
    const [viewer, analyst] = await Promise.all([take('viewer'), take('analyst')]);
    await rm(exportedDir);
    expect(viewer.body).toMatchObject({
      error: { code: 'file_unwritable', hint: expect.stringContaining('ask for CSV') },
    });
    expect(viewer.text).not.toContain(harness.dir);
    expect(analyst.text).toContain(exportedDir);
    expect(harness.lines.filter((line) => line.includes('no file for an export'))).toHaveLength(2);
  });

  it.each(['customer_id', 'session_id'])('asks no numbers of one %s', async (field) => {
    for (const op of ['in', 'not_in']) {
      const body = { metrics: ['sessions'], where: [{ field, op, values: ['S1'] }] };
      const refused = await harness.post('/api/query', body, bearer('viewer'));
      expect([refused.status, refused.body]).toMatchObject([403, { error: { code: 'role_required' } }]);
      expect((await harness.post('/api/query', body, bearer('analyst'))).status).toBe(200);
    }
  });

  it('is told which role it takes', async () => {
    const { body } = await harness.get('/api/sessions/S1', bearer('viewer'));
    expect(body).toMatchObject({
      error: {
        code: 'role_required',
        message: 'This needs a token of the role analyst; "Wall" is a viewer.',
        hint: expect.stringContaining('earshot token create'),
      },
    });
  });
});

describe('the audit', () => {
  const lines = async () => {
    const text = await readFile(join(harness.dir, 'access', 'audit-2025-02.ndjson'), 'utf8');
    return text
      .trimEnd()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line));
  };

  it('has a line for each transcript: who, when and which, never a word of it', async () => {
    const before = (await lines()).length;
    await harness.get('/api/sessions/S2', bearer('analyst'));
    await harness.get('/api/sessions/none', bearer('analyst'));
    await harness.get('/api/sessions/S2', bearer('viewer'));
    const added = (await lines()).slice(before);
    expect(added).toEqual([
      {
        at: '2025-02-01T12:00:00.000Z',
        who: 'Tableau',
        token: expect.stringMatching(/^env-/),
        what: 'transcript',
        session: 'S2',
      },
    ]);
    expect(harness.lines.join('')).toContain('opened who="Tableau" what="transcript" session="S2"');
    expect(harness.lines.join('')).not.toContain(MARKER);
  });

  it('has one for lists of utterances, and for pages of tables', async () => {
    const before = (await lines()).length;
    await harness.post('/api/turns/utterances', { kind: 'no_match', text: MARKER }, bearer('analyst'));
    await harness.get('/api/tables/conversation_data?limit=1', bearer('admin'));
    const added = (await lines()).slice(before);
    expect(added).toMatchObject([
      { who: 'Tableau', what: 'utterances', kind: 'no_match', rows: 3 },
      { who: 'Ops', what: 'table', table: 'conversation_data', rows: 3 },
    ]);
    expect(JSON.stringify(added)).not.toContain(MARKER);
  });
});
