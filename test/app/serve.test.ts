import { existsSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import { type AddressInfo, connect as connectTo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/app/connect.ts';
import { ownerFileOf } from '../../src/app/owner.ts';
import { type Serving, serve } from '../../src/app/serve.ts';
import type { Status } from '../../src/server/api.ts';
import { type Setup, setUp } from './setup.ts';

const open: Serving[] = [];
afterEach(async () => {
  for (const serving of open.splice(0)) await serving.close();
});

async function start({ config, effects }: Setup): Promise<Serving> {
  const serving = await serve(config, effects);
  open.push(serving);
  return serving;
}

/** Status of a request with a Host of one's own, which fetch does not let through. */
function statusFor(url: string, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    get(url, { headers: { host } }, (answer) => resolve(answer.resume().statusCode)).on('error', reject);
  });
}

/** First line of the answer to a request with the given lines for a Host. */
function rawStatus(url: string, hostLines: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connectTo(Number(new URL(url).port), '127.0.0.1');
    let text = '';
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(text.split('\r\n', 1)[0] ?? '')).on('error', reject);
    socket.write(`GET /api/status HTTP/1.1\r\n${hostLines}Connection: close\r\n\r\n`);
  });
}

it('serves this machine only, and clients find it by its owner file', async () => {
  const setup = setUp();
  const { url, client } = await start(setup);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(await statusFor(`${url}/api/status`, new URL(url).host)).toBe(200);
  expect(await statusFor(`${url}/api/status`, 'evil.example')).toBe(403);
  for (const host of ['Host: \r\n', 'Host: evil.example\r\nHost: localhost\r\n', '']) {
    expect(await rawStatus(url, host)).toMatch(/^HTTP\/1\.1 40[03] /);
  }

  const remote = await connect(setup.config, setup.effects);
  expect(remote.where).toBe(url);
  const status = await remote.request<Status>('GET', '/api/status');
  expect(status).toMatchObject({ warehouse: setup.config.warehouseFile, dataVersion: 0 });
  expect(await client.request('GET', '/api/status')).toEqual(status);
  await remote.close();
  expect(await statusFor(`${url}/api/health`, 'localhost')).toBe(200);
});

it('gives everything back when it closes, also twice', async () => {
  const setup = setUp();
  const serving = await start(setup);
  await Promise.all([serving.close(), serving.close()]);
  expect(existsSync(ownerFileOf(setup.config.warehouseFile))).toBe(false);
  await expect(fetch(serving.url)).rejects.toThrow();
  const next = await connect(setup.config, setup.effects);
  expect(next.where).toBe('this process');
  await next.close();
});

it('closes on its signal', async () => {
  const setup = setUp();
  const controller = new AbortController();
  const serving = await serve(setup.config, { ...setup.effects, signal: controller.signal });
  controller.abort();
  await serving.close();
  expect(existsSync(ownerFileOf(setup.config.warehouseFile))).toBe(false);
});

describe('refuses, and leaves nothing behind,', () => {
  const nothingOwned = (setup: Setup) =>
    expect(existsSync(ownerFileOf(setup.config.warehouseFile))).toBe(false);

  it.each(['0.0.0.0', '::', '192.168.1.10', 'example.org', ''])('to bind %j', async (host) => {
    const setup = setUp();
    await expect(serve({ ...setup.config, host }, setup.effects)).rejects.toMatchObject({
      code: 'bind_refused',
      message: expect.stringContaining('access control'),
    });
    nothingOwned(setup);
    expect(existsSync(setup.config.warehouseFile)).toBe(false);
  });

  it('a port of another program', async () => {
    const other = createServer((_, answer) => answer.end());
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const setup = setUp({ port });
    await expect(serve(setup.config, setup.effects)).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringMatching(new RegExp(`Port ${port} .*another program`)),
    });
    nothingOwned(setup);
    await new Promise((resolve) => other.close(resolve));
  });

  it('a port of another Earshot, and says so', async () => {
    const { url } = await start(setUp());
    const setup = setUp({ port: new URL(url).port });
    await expect(serve(setup.config, setup.effects)).rejects.toMatchObject({
      code: 'port_in_use',
      message: expect.stringContaining('another Earshot'),
    });
    nothingOwned(setup);
  });

  it('a warehouse that is no warehouse, which stays as it was', async () => {
    const setup = setUp();
    writeFileSync(setup.config.warehouseFile, 'a letter to my landlord, longer than any header'.repeat(200));
    await expect(serve(setup.config, setup.effects)).rejects.toMatchObject({ code: 'warehouse_not_duckdb' });
    nothingOwned(setup);
    expect(existsSync(setup.config.warehouseFile)).toBe(true);
  });
});

it('says where the warehouse is served already', async () => {
  const setup = setUp();
  const { url } = await start(setup);
  await expect(serve(setup.config, setup.effects)).rejects.toMatchObject({
    code: 'already_serving',
    message: expect.stringContaining(url),
  });
  expect(await statusFor(`${url}/api/health`, 'localhost')).toBe(200);
});
