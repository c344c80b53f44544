import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Harness, startServer } from './harness.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startServer();
});
afterAll(() => harness.close());

const asked = (headers: Record<string, string>) => harness.get('/api/health', headers);

describe('hosts', () => {
  it.each(['127.0.0.1', '127.0.0.1:4600', 'localhost:4600', 'LOCALHOST', '[::1]', '[::1]:80'])(
    'serves %s',
    async (host) => {
      expect((await asked({ host })).status).toBe(200);
    },
  );

  it.each([
    'evil.example',
    '127.0.0.1.evil.example',
    'localhost.evil.example:4600',
    'evil.example:4600',
    '127.0.0.1:4600@evil.example',
    '127.0.0.2',
    '0.0.0.0:4600',
    '[::1].evil.example',
    'localhost:',
    'localhost:4600 ',
    'localhost, evil.example',
  ])('refuses %j with every kind of address', async (host) => {
    for (const path of ['/', '/api/health', '/api/catalog', '/api/nothing', '/nothing']) {
      const { status, body } = await harness.get(path, { host });
      expect([status, body]).toEqual([403, { error: expect.objectContaining({ code: 'foreign_host' }) }]);
    }
  });
});

describe('origins', () => {
  it('serves its own pages and programs without an origin', async () => {
    expect((await asked({ host: '127.0.0.1:4600', origin: 'http://127.0.0.1:4600' })).status).toBe(200);
    expect((await asked({ host: 'localhost:80', origin: 'http://LOCALHOST:80' })).status).toBe(200);
  });

  it.each([
    'http://evil.example',
    'null',
    '',
    'http://127.0.0.1:3000',
    'https://127.0.0.1:4600',
    'http://localhost:4600',
    'http://127.0.0.1:4600.evil.example',
  ])('refuses %j', async (origin) => {
    const { status, body } = await asked({ host: '127.0.0.1:4600', origin });
    expect([status, body]).toMatchObject([403, { error: { code: 'foreign_origin' } }]);
  });
});

it('takes no body that another site could send without asking', async () => {
  for (const type of [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/jsonx',
  ]) {
    const { status, body } = await harness.post('/api/query', '{"metrics":["sessions"]}', {
      'content-type': type,
    });
    expect([status, body]).toMatchObject([415, { error: { code: 'unsupported_media_type' } }]);
  }
  const { status } = await harness.post(
    '/api/query',
    { metrics: ['sessions'] },
    { 'content-type': 'application/json; charset=utf-8' },
  );
  expect(status).toBe(200);
});

it('sends a strict policy with every answer', async () => {
  for (const path of ['/', '/api/health', '/api/nothing']) {
    const { headers } = await harness.get(path);
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("img-src 'self' data:");
    expect(policy).not.toMatch(/unsafe|https:|\*/);
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'x-frame-options': 'DENY' });
    expect(headers).not.toHaveProperty('strict-transport-security');
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  }
});
