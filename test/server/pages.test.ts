import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Harness, startServer } from './harness.ts';

let dir: string;
let harness: Harness;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'earshot-pages-'));
  const web = join(dir, 'web');
  await mkdir(join(web, 'assets'), { recursive: true });
  await writeFile(join(web, 'index.html'), '<!doctype html><title>Dashboard</title>');
  await writeFile(join(web, 'assets', 'index-abc123.js'), 'export {};');
  await writeFile(join(web, '.env'), 'SECRET');
  await writeFile(join(dir, 'outside.txt'), 'SECRET');
  harness = await startServer([], { webDir: web });
});
afterAll(async () => {
  await harness.close();
  await rm(dir, { recursive: true, force: true });
});

it('serves the dashboard at the front, always fresh, with the filters of its address', async () => {
  for (const path of ['/', '/?from=2025-01-01&topic_type=Billing', '/index.html']) {
    const page = await harness.get(path, { accept: 'text/html' });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Dashboard');
    expect(page.headers['cache-control']).toBe('no-cache');
  }
});

it('lets hashed files be kept for ever', async () => {
  const asset = await harness.get('/assets/index-abc123.js');
  expect(asset.status).toBe(200);
  expect(asset.headers['content-type']).toContain('javascript');
  expect(asset.headers['cache-control']).toBe('public, max-age=31536000, immutable');
});

it('serves no other file of the machine, nor hidden ones', async () => {
  for (const path of [
    '/.env',
    '/../outside.txt',
    '/%2e%2e/outside.txt',
    '/..%2foutside.txt',
    '/%2e%2e/%2e%2e/outside.txt',
    '/index.html/../../outside.txt',
    '/%00',
    '/assets/',
  ]) {
    const answer = await harness.get(path);
    expect([400, 403, 404]).toContain(answer.status);
    expect(answer.text).not.toContain('SECRET');
    expect(answer.body).toMatchObject({ error: { code: expect.any(String) } });
  }
  expect(harness.lines).toEqual([]);
});

it('says what to do when the pages are not built, and answers the API', async () => {
  const bare = await startServer([], { webDir: join(dir, 'not-built') });
  expect((await bare.get('/')).body).toMatchObject({
    error: { code: 'pages_missing', hint: expect.stringContaining('npm run build') },
  });
  expect((await bare.get('/api/health')).status).toBe(200);
  await bare.close();
});
