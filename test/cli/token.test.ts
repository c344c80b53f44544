import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earshot, jsonLines, type Started, startEarshot, temporaryFolder } from './earshot.ts';
import { runWords } from './in-process.ts';

const folder = temporaryFolder();
const data = ['--data', folder.path];
let server: Started | undefined;
afterAll(async () => {
  server?.child.kill('SIGTERM');
  await server?.ended;
  folder.remove();
});

const create = async (role: string, name: string): Promise<string> => {
  const { code, stdout } = await runWords(['token', 'create', '--role', role, '--name', name, ...data]);
  expect(code).toBe(0);
  return String(jsonLines(stdout)[0]?.token);
};

describe('earshot token', () => {
  it('creates, lists and revokes; what it lists is no secret', async () => {
    const token = await create('viewer', 'Wall');
    expect(token).toMatch(/^earshot_/);
    const listed = await runWords(['token', 'list', ...data], {
      EARSHOT_TOKEN: 'analyst:Ana:'.padEnd(60, 'x'),
    });
    expect(jsonLines(listed.stdout)).toMatchObject([
      { name: 'Ana', role: 'analyst', createdAt: null },
      { name: 'Wall', role: 'viewer', createdAt: '2025-06-01T00:00:00.000Z' },
    ]);
    expect(listed.stdout).not.toMatch(/earshot_|xxxx|hash/);
    const revoked = await runWords(['token', 'revoke', '--name', 'Wall', ...data]);
    expect(jsonLines(revoked.stdout)).toMatchObject([{ revoked: { name: 'Wall' } }]);
    expect((await runWords(['token', 'list', ...data])).stdout).toBe('');
  });

  it.each([
    [['give'], 2, 'nothing to do with tokens'],
    [['create', '--name', 'x'], 2, '--role viewer|analyst|admin'],
    [['create', '--role', 'viewer'], 2, '--name NAME'],
    [['revoke', '--name', 'nobody'], 3, 'No token has the id or the name'],
  ])('%j is refused', async (words, code, complaint) => {
    const ended = await runWords(['token', ...words, ...data]);
    expect([ended.code, ended.stderr]).toEqual([code, expect.stringContaining(complaint)]);
  });
});

describe('a server that others can reach', () => {
  let url = '';
  let viewer = '';
  const ask = async (path: string, token?: string) =>
    (await fetch(url + path, token ? { headers: { authorization: `Bearer ${token}` } } : {})).status;

  it('is not started without a token', async () => {
    const empty = temporaryFolder();
    const refused = await earshot(['serve', '--host', '0.0.0.0', '--port', '0', '--data', empty.path]);
    empty.remove();
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('earshot token create')]);
  });

  beforeAll(async () => {
    viewer = await create('viewer', 'Wall');
    server = startEarshot(['serve', '--host', '0.0.0.0', '--port', '0', ...data]);
    [, url = ''] = await server.seen(/Dashboard: (\S+)\//);
  });

  it('asks for one, on loopback too', async () => {
    expect([await ask('/api/catalog'), await ask('/api/catalog', 'earshot_wrong')]).toEqual([401, 401]);
    expect([await ask('/api/catalog', viewer), await ask('/api/sessions/S1', viewer)]).toEqual([200, 403]);
    expect([await ask('/'), await ask('/api/health'), await ask('/api/me')]).toEqual([200, 200, 200]);
  });

  it('sees tokens come and go while it runs', async () => {
    const analyst = await create('analyst', 'Ana');
    expect(await ask('/api/sessions/S1', analyst)).toBe(404);
    await runWords(['token', 'revoke', '--name', 'Ana', ...data]);
    expect(await ask('/api/sessions/S1', analyst)).toBe(401);
  });

  it('still serves the commands of its own user', async () => {
    const status = await earshot(['status', ...data]);
    expect([status.code, jsonLines(status.stdout)[0]?.dataVersion]).toEqual([0, 0]);
    const removed = await earshot(['annotate', '--remove', 'none', ...data]);
    expect([removed.code, removed.stderr]).toEqual([3, expect.stringContaining('no annotation')]);
    const record = JSON.parse(readFileSync(join(folder.path, 'warehouse.duckdb.owner'), 'utf8'));
    expect(record.address).toBe(url);
  });
});
