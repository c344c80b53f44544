import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { Door } from '../../src/access/door.ts';
import { environmentTokens } from '../../src/access/environment-tokens.ts';
import { TokenFile } from '../../src/access/token-file.ts';
import { fixedClock } from '../../src/base/clock.ts';
import { tempDir } from '../support/temp-dir.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');
let file: TokenFile;
beforeEach(() => {
  file = new TokenFile(join(tempDir(), 'access', 'tokens.json'));
});

const doorOver = (isReachable = false, environment: string | null = null) =>
  new Door({ environment, file: new TokenFile(file.path), ownerToken: 'the-owner', clock, isReachable });

describe('the file of tokens', () => {
  it('holds no secret, and only its user reads it', async () => {
    const { secret, token } = await file.create('Tableau', 'analyst', clock);
    expect(secret).toMatch(/^earshot_[\w-]{43}$/);
    const text = readFileSync(file.path, 'utf8');
    expect(text).not.toContain(secret);
    expect(text).not.toContain(secret.slice('earshot_'.length));
    expect(statSync(file.path).mode & 0o777).toBe(0o600);
    expect(JSON.parse(text).tokens).toEqual([
      {
        id: token.id,
        name: 'Tableau',
        role: 'analyst',
        hash: token.hash,
        createdAt: '2025-02-01T12:00:00.000Z',
      },
    ]);
  });

  it('is seen by a door that stands already, which asks for tokens from then on', async () => {
    const door = doorOver();
    expect(door.stranger).toMatchObject({ may: 'annotator' });
    const { secret, token } = await file.create('Wall', 'viewer', clock);
    expect(door.stranger).toBeNull();
    expect(door.byToken(secret)).toEqual({ id: token.id, name: 'Wall', may: 'viewer' });
    expect(door.byToken(`${secret}x`)).toBeNull();
    expect(door.byToken(token.hash)).toBeNull();
  });

  it('revokes by name or id: token and sessions end at once, and nothing opens', async () => {
    const door = doorOver();
    const { secret } = await file.create('Wall', 'viewer', clock);
    const login = door.logIn(secret);
    expect(door.bySession(login?.session ?? '')).toMatchObject({ name: 'Wall' });
    await file.revoke('Wall');
    expect([door.byToken(secret), door.bySession(login?.session ?? ''), door.stranger]).toEqual([
      null,
      null,
      null,
    ]);
    await expect(file.revoke('Wall')).rejects.toMatchObject({ code: 'no_such_token' });
  });

  it('takes each name once, and none that would spoil a log', async () => {
    await file.create('Wall', 'viewer', clock);
    await expect(file.create('Wall', 'admin', clock)).rejects.toMatchObject({ code: 'token_name_taken' });
    for (const name of ['', ' x', 'a\nb', 'x'.repeat(81)])
      await expect(file.create(name, 'admin', clock)).rejects.toMatchObject({ code: 'bad_token_name' });
  });

  it('that is damaged lets nobody in but the owner', async () => {
    await file.create('Wall', 'viewer', clock);
    for (const text of ['{', '{"tokens":[{"id":"x"}]}', '[]']) {
      writeFileSync(file.path, text);
      const door = doorOver();
      expect(() => door.stranger).toThrow(expect.objectContaining({ code: 'tokens_unreadable' }));
      expect(() => door.byToken('anything')).toThrow();
      expect(door.byToken('the-owner')).toMatchObject({ may: 'admin' });
    }
    chmodSync(file.path, 0o600);
  });
});

describe('EARSHOT_TOKEN', () => {
  const SECRET = 'a-secret-of-thirty-characters-';

  it.each([
    [`${SECRET}1`, ['admin']],
    [`viewer:${SECRET}1, analyst:Tableau:${SECRET}2\nadmin:${SECRET}3`, ['viewer', 'analyst', 'admin']],
    [null, []],
  ])('%s', (text, roles) => {
    expect(environmentTokens(text).map(({ role }) => role)).toEqual(roles);
  });

  it.each([
    ['short', 'fewer than 24'],
    [`boss:${SECRET}`, 'begins with no role'],
    [`viewer:a:b:${SECRET}`, 'begins with no role'],
    ['viewer:', 'fewer than 24'],
    [`viewer:${SECRET},admin:${SECRET}`, 'same secret twice'],
  ])('%s is refused, and not repeated', (text, complaint) => {
    expect(() => environmentTokens(text)).toThrow(expect.objectContaining({ code: 'bad_token_setting' }));
    try {
      environmentTokens(text);
    } catch (error) {
      expect(String(error)).toContain(complaint);
      expect(String(error)).not.toContain(SECRET);
    }
  });

  it('opens sessions that another instance knows, until the secret is another', () => {
    const [one, other] = [doorOver(true, `viewer:${SECRET}1`), doorOver(true, `viewer:${SECRET}1`)];
    const session = one.logIn(`${SECRET}1`)?.session ?? '';
    expect(other.bySession(session)).toMatchObject({ may: 'viewer' });
    expect(doorOver(true, `viewer:${SECRET}2`).bySession(session)).toBeNull();
  });
});

it('sessions of the file’s tokens are this process’s own: who reads the file can’t make one', async () => {
  const { secret } = await file.create('Wall', 'admin', clock);
  const session = doorOver().logIn(secret)?.session ?? '';
  expect(doorOver().bySession(session)).toBeNull();
});
