import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { doorOf } from '../../src/app/entrance.ts';
import type { Clock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { type Answered, type Harness, startServer, TOKEN } from './harness.ts';
import { MARKED_CALLS } from './marked-calls.ts';
import { bearer, TOKENS, tokenOf } from './tokens.ts';

const HOST = '127.0.0.1:4600';
const ORIGIN = { origin: `http://${HOST}` };
const PUBLIC = 'calls.example.org';

let harness: Harness;
let now: Date;
const clock: Clock = { now: () => now };
beforeEach(async () => {
  now = new Date('2025-02-01T12:00:00Z');
  const env = { EARSHOT_TOKEN: TOKENS };
  const settings = { allowedHosts: PUBLIC };
  const door = doorOf(loadConfig(settings, env), clock, TOKEN);
  harness = await startServer(MARKED_CALLS, { door, clock }, settings, env);
});
afterEach(() => harness.close());

const logIn = (token: string, headers: Record<string, string> = ORIGIN) =>
  harness.post('/api/login', { token }, headers);
const cookieOf = (answer: Answered) => String(answer.headers['set-cookie']);
/** As a browser sends it back. */
const sent = (answer: Answered) => ({ cookie: cookieOf(answer).split(';', 1)[0] ?? '' });

describe('a login', () => {
  it('exchanges a token for a cookie that no script reads and no other site sends', async () => {
    const answer = await logIn(` ${tokenOf('analyst')}\n`);
    expect(answer.body).toEqual({ asksForToken: true, name: 'Tableau', role: 'analyst' });
    expect(cookieOf(answer)).toMatch(
      /^earshot-4600=[\w.-]+; Max-Age=43200; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(cookieOf(answer)).not.toContain(tokenOf('analyst'));
    expect((await harness.get('/api/sessions/S1', sent(answer))).status).toBe(200);
    expect((await harness.get('/api/me', sent(answer))).body).toMatchObject({ role: 'analyst' });
    expect((await harness.get('/api/me')).body).toEqual({ asksForToken: true, name: null, role: null });
  });

  it('over https has a cookie that only https carries', async () => {
    const headers = { host: PUBLIC, origin: `https://${PUBLIC}` };
    const answer = await logIn(tokenOf('viewer'), headers);
    expect(cookieOf(answer)).toMatch(/^__Host-earshot=.*; Path=\/; HttpOnly; Secure; SameSite=Strict$/);
    const { status } = await harness.get('/api/catalog', { host: PUBLIC, ...sent(answer) });
    expect(status).toBe(200);
  });

  it('is refused with a wrong token, which the log does not repeat, and after ten of an address', async () => {
    for (let guess = 1; guess <= 10; guess++) {
      const { status, body } = await logIn(`guess-${guess}-of-a-token`);
      expect([status, body]).toMatchObject([401, { error: { code: 'wrong_token' } }]);
    }
    const more = await logIn('guess-11-of-a-token');
    expect([more.status, more.body]).toMatchObject([429, { error: { code: 'too_many_guesses' } }]);
    expect(Number(more.headers['retry-after'])).toBeGreaterThan(0);
    const log = harness.lines.join('');
    expect(log.match(/a token was refused address="127.0.0.1"/g)).toHaveLength(10);
    expect(log).not.toContain('guess-');
    // Guessing is hopeless anyway; who has the right one must not be locked out by others behind the same proxy.
    expect((await logIn(tokenOf('viewer'))).status).toBe(200);
  });

  it('is over after twelve hours, and when its user logs out', async () => {
    const morning = sent(await logIn(tokenOf('admin')));
    now = new Date('2025-02-01T23:59:59Z');
    expect((await harness.get('/api/catalog', morning)).status).toBe(200);
    now = new Date('2025-02-02T00:00:01Z');
    expect((await harness.get('/api/catalog', morning)).status).toBe(401);

    const next = sent(await logIn(tokenOf('admin')));
    const out = await harness.post('/api/logout', {}, { ...ORIGIN, ...next });
    expect([out.status, out.body]).toMatchObject([200, { role: null }]);
    expect(cookieOf(out)).toMatch(/^earshot-4600=; Max-Age=0;|^earshot-4600=;.*Expires=Thu, 01 Jan 1970/);
    expect((await harness.get('/api/catalog', next)).status).toBe(401);
  });

  it('can be neither forged nor passed on to another token', async () => {
    const { cookie } = sent(await logIn(tokenOf('viewer')));
    const [name, value = ''] = cookie.split('=');
    const [id, until, nonce, signature] = value.split('.');
    const admin = sent(await logIn(tokenOf('admin')))
      .cookie.split('=')[1]
      ?.split('.')[0];
    for (const forged of [
      `${admin}.${until}.${nonce}.${signature}`,
      `${id}.${Number(until) + 1}.${nonce}.${signature}`,
      `${id}.${until}.${nonce}.${signature?.startsWith('A') ? 'B' : 'A'}${signature?.slice(1)}`,
      `${id}.${until}.${nonce}.`,
      `${id}.${until}.${nonce}`,
      `${value}.x`,
      '',
    ]) {
      const { status } = await harness.get('/api/catalog', { cookie: `${name}=${forged}` });
      expect(status, forged).toBe(401);
    }
  });
});

describe('writes with a cookie', () => {
  const NOTE = { from: '2025-01-05', kind: 'release', label: 'bot 3.2' };

  it('come from this origin, said by the browser', async () => {
    const cookie = sent(await logIn(tokenOf('admin')));
    const write = (headers: Record<string, string>) =>
      harness.post('/api/annotations', NOTE, { ...cookie, ...headers });
    expect(await write({})).toMatchObject({ status: 403, body: { error: { code: 'origin_missing' } } });
    for (const origin of ['https://evil.example', 'null', `https://${HOST}`])
      expect(await write({ origin })).toMatchObject({
        status: 403,
        body: { error: { code: 'foreign_origin' } },
      });
    expect((await write(ORIGIN)).status).toBe(200);
    const simple = { ...cookie, ...ORIGIN, 'content-type': 'text/plain' };
    expect((await harness.post('/api/annotations', JSON.stringify(NOTE), simple)).status).toBe(415);
  });

  it('with a token beside need no origin: a program shows it on purpose', async () => {
    expect((await harness.post('/api/annotations', NOTE, bearer('admin'))).status).toBe(200);
  });
});

it('still counts the session beside a bearer that a proxy has put there', async () => {
  const cookie = sent(await logIn(tokenOf('viewer')));
  const { status } = await harness.get('/api/catalog', { ...cookie, authorization: 'Bearer of-the-proxy' });
  expect(status).toBe(200);
});

describe('names', () => {
  it('beyond loopback are those that were named', async () => {
    const asked = (host: string, origin?: string) =>
      harness.get('/api/health', { host, ...(origin ? { origin } : {}) });
    for (const host of [PUBLIC, PUBLIC.toUpperCase(), `${PUBLIC}:8443`, '127.0.0.1:4600'])
      expect((await asked(host)).status, host).toBe(200);
    for (const host of [
      'evil.example',
      `${PUBLIC}.evil.example`,
      `x.${PUBLIC}`,
      '192.168.1.5',
      `${PUBLIC}@evil.example`,
    ])
      expect((await asked(host)).status, host).toBe(403);
    expect((await asked(PUBLIC, `https://${PUBLIC}`)).status).toBe(200);
    expect((await asked(PUBLIC, 'https://evil.example')).status).toBe(403);
    expect((await asked(PUBLIC, `https://${PUBLIC}:444`)).status).toBe(403);
  });

  it('of an address are served where Earshot is bound beyond loopback, and no other name', async () => {
    const bound = await startServer([], {}, { host: '0.0.0.0' }, { EARSHOT_TOKEN: TOKENS });
    const status = async (host: string) => (await bound.get('/api/health', { host })).status;
    for (const host of ['192.168.1.5:4600', '10.0.0.1', '[fe80::1]:4600', 'localhost'])
      expect(await status(host), host).toBe(200);
    for (const host of ['evil.example', '192.168.1.5.evil.example', '1.2.3.4.5', '[evil]'])
      expect(await status(host), host).toBe(403);
    await bound.close();
  });

  it('that came over https, as a trusted proxy says, take no page of plain http', async () => {
    const settings = { allowedHosts: PUBLIC, trustedProxies: 1 };
    const behind = await startServer([], {}, settings, { EARSHOT_TOKEN: TOKENS });
    const headers = { host: PUBLIC, 'x-forwarded-proto': 'https', 'x-forwarded-for': '203.0.113.9' };
    const status = async (origin: string) => (await behind.get('/api/health', { ...headers, origin })).status;
    expect(await status(`https://${PUBLIC}`)).toBe(200);
    expect(await status(`http://${PUBLIC}`)).toBe(403);
    await behind.post('/api/login', { token: 'wrong' }, headers);
    expect(behind.lines.join('')).toContain('address="203.0.113.9"');
    await behind.close();
  });
});

describe('the limit of requests', () => {
  it('is counted by token, and says when to ask again', async () => {
    const limited = await startServer([], {}, { rateLimit: 3 }, { EARSHOT_TOKEN: TOKENS });
    const ask = (headers: Record<string, string>) => limited.get('/api/catalog', headers);
    for (let n = 0; n < 3; n++) expect((await ask(bearer('viewer'))).status).toBe(200);
    const refused = await ask(bearer('viewer'));
    expect([refused.status, refused.body]).toMatchObject([
      429,
      { error: { code: 'too_many_requests', facts: { retryAfterSec: expect.any(Number) } } },
    ]);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect((await ask(bearer('analyst'))).status).toBe(200);
    for (let n = 0; n < 5; n++) expect((await ask({ authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    await limited.close();
  });

  it('holds for who shows nothing, too, and not where it is 0', async () => {
    const limited = await startServer([], {}, { rateLimit: 2 });
    const statuses = [];
    for (let n = 0; n < 3; n++) statuses.push((await limited.get('/api/catalog')).status);
    expect(statuses).toEqual([200, 200, 429]);
    await limited.close();
  });
});
