import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Client, connect } from '../../src/app/connect.ts';
import { ownerFileOf } from '../../src/app/owner.ts';
import { serve } from '../../src/app/serve.ts';
import { runSimulation } from '../../src/app/simulation.ts';
import { httpTransport, requireAnswer } from '../../src/app/transport.ts';
import type { Config } from '../../src/base/config.ts';
import type { Answer, IngestProgress, Status } from '../../src/server/api.ts';
import { type Setup, setUp } from './setup.ts';

const YEAR = { sessions: 300, from: '2025-01-01', to: '2025-02-01', seed: 5 };
const simulateInto = ({ config, effects }: Setup) => runSimulation(config, YEAR, effects);

/** Each way to the owner, with the client it gives. */
const WAYS: Record<string, (setup: Setup, use: (client: Client) => Promise<void>) => Promise<void>> = {
  'in its own process': async ({ config, effects }, use) => {
    const client = await connect(config, effects);
    await use(client).finally(client.close);
  },
  'over HTTP': async ({ config, effects }, use) => {
    const serving = await serve(config, effects);
    const client = await connect(config, effects);
    expect(client.where).toBe(serving.url);
    await use(client).finally(serving.close);
  },
};

describe.each(Object.entries(WAYS))('a client %s', (_, withClient) => {
  it('loads what was simulated, once, and says how far it is', async () => {
    const setup = setUp();
    const { log, logFile } = await simulateInto(setup);
    expect(JSON.parse(readFileSync(logFile, 'utf8'))).toEqual({ ...log, bucket: setup.config.bucket });
    expect(logFile.startsWith(setup.config.simulationLogDir)).toBe(true);
    await withClient(setup, async (client) => {
      const progress: IngestProgress[] = [];
      const first = await client.ingest((step) => progress.push(step));
      expect(first).toMatchObject({ objectsLoaded: log.files.length, sessions: 300, interrupted: false });
      expect(progress.at(-1)).toMatchObject({ done: log.files.length, sessions: 300 });
      const status = await client.request<Status>('GET', '/api/status');
      expect(status.records).toEqual({
        in: 300,
        loaded: 300,
        duplicate: 0,
        quarantined: 0,
        erased: 0,
        expired: 0,
      });
      const again = await client.ingest(() => {});
      expect(again).toMatchObject({ objectsLoaded: 0, sessions: 0 });
      expect(await client.request('GET', '/api/status')).toEqual(status);
      const answer = await client.request<Answer>('POST', '/api/query', { metrics: ['sessions'] });
      expect(answer.rows).toEqual([{ key: {}, values: { sessions: { value: 300 } } }]);
    });
  });

  it('ends a run early and still reports it; the next run takes the rest', async () => {
    const setup = setUp();
    const { log } = await simulateInto(setup);
    await withClient(setup, async (client) => {
      const controller = new AbortController();
      const report = await client.ingest(() => controller.abort(), controller.signal);
      expect(report.objectsLoaded).toBeLessThanOrEqual(log.files.length);
      const rest = await client.ingest(() => {});
      expect(report.objectsLoaded + rest.objectsLoaded).toBe(log.files.length);
      expect(rest.interrupted).toBe(false);
      const { records } = await client.request<Status>('GET', '/api/status');
      expect(records.loaded).toBe(300);
    });
  });

  it('gets errors as the API says them', async () => {
    const setup = setUp();
    await withClient(setup, async (client) => {
      await expect(client.request('POST', '/api/query', { metrics: ['session'] })).rejects.toMatchObject({
        kind: 'usage',
        code: 'unknown_metric',
        facts: { nearest: 'sessions' },
      });
      await expect(client.request('GET', '/api/sessions/nobody')).rejects.toMatchObject({
        kind: 'not_found',
        code: 'unknown_session',
      });
      await expect(client.ingest(() => {})).rejects.toMatchObject({
        kind: 'not_found',
        code: 'bucket_missing',
        hint: expect.stringContaining('--bucket'),
      });
      await expect(client.ingest(() => {}, AbortSignal.abort())).rejects.toMatchObject({
        name: 'AbortError',
      });
    });
  });
});

describe('an ingest beside an owner', () => {
  it('is refused when it would load otherwise than the owner does', async () => {
    const setup = setUp();
    const serving = await serve(setup.config, setup.effects);
    const others: Partial<Config> = {
      bucket: '/elsewhere',
      feedTimeZone: 'Europe/Zurich',
      fallbackIntents: ['huh'],
      agentRequestIntents: ['human'],
      withheldCustomerIds: ['0000'],
      maxObjectBytes: 1,
      redact: ['card'],
      workers: 7,
    };
    for (const [setting, value] of Object.entries(others)) {
      const client = await connect({ ...setup.config, [setting]: value }, setup.effects);
      await expect(client.ingest(() => {})).rejects.toMatchObject({
        kind: 'conflict',
        code: 'owner_settings_differ',
        facts: { setting, asked: String(value) },
      });
      await client.request('GET', '/api/status');
    }
    await serving.close();
  });
});

it('does not wait for ever for an owner that hangs', async () => {
  const hung = createServer(() => {}).listen(0, '127.0.0.1');
  await once(hung, 'listening');
  const address = `http://127.0.0.1:${(hung.address() as AddressInfo).port}`;
  const owner = { pid: 4711, address, token: 'secret', command: 'earshot serve', startedAt: '' };
  const silent = { code: 'owner_silent', facts: { pid: 4711, address } };
  await expect(httpTransport(owner, 50).send('GET', '/api/status')).rejects.toMatchObject(silent);
  await expect(requireAnswer(owner)).rejects.toMatchObject(silent);
  hung.close();
  hung.closeAllConnections();
});

it('says when the owner has gone', async () => {
  const setup = setUp();
  const serving = await serve(setup.config, setup.effects);
  const client = await connect(setup.config, setup.effects);
  await serving.close();
  await expect(client.request('GET', '/api/status')).rejects.toMatchObject({
    kind: 'environment',
    code: 'owner_gone',
  });
});

it('leaves nothing owned when the warehouse cannot be opened', async () => {
  const { config, effects } = setUp();
  writeFileSync(config.warehouseFile, 'no database at all '.repeat(500));
  await expect(connect(config, effects)).rejects.toMatchObject({ code: 'warehouse_not_duckdb' });
  expect(existsSync(ownerFileOf(config.warehouseFile))).toBe(false);
});

describe('a simulation', () => {
  it('says before it begins that its log cannot be written', async () => {
    const setup = setUp();
    writeFileSync(setup.config.simulationLogDir, 'a file');
    await expect(simulateInto(setup)).rejects.toMatchObject({ code: 'log_unwritable' });
    expect(existsSync(setup.config.bucket)).toBe(false);
  });

  it('says that the bucket is no folder', async () => {
    const setup = setUp();
    mkdirSync(dirname(setup.config.bucket), { recursive: true });
    writeFileSync(setup.config.bucket, 'a file');
    await expect(simulateInto(setup)).rejects.toMatchObject({
      code: 'bucket_not_a_folder',
      message: expect.stringContaining(join(setup.config.bucket)),
    });
  });
});
