import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Audit } from '../../src/access/audit.ts';
import { doorOf } from '../../src/app/entrance.ts';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig, type RawSettings } from '../../src/base/config.ts';
import { lineLog } from '../../src/base/log.ts';
import type { StagedBatch } from '../../src/contract/batch.ts';
import { RULES_VERSION } from '../../src/contract/rules.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { Upkeep } from '../../src/ingest/upkeep.ts';
import type { ServerContext } from '../../src/server/context.ts';
import { buildServer, type Server } from '../../src/server/server.ts';
import { openLocalStore } from '../../src/store/local.ts';
import { writeParquet } from '../../src/warehouse/duckdb/parquet.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';

export const TOKEN = 'the-owners-token';
export const clock = fixedClock('2025-02-01T12:00:00Z');

export interface Harness {
  readonly server: Server;
  readonly warehouse: Warehouse;
  readonly dir: string;
  /** Lines of the log. */
  readonly lines: string[];
  get(path: string, headers?: Record<string, string>): Promise<Answered>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Answered>;
  close(): Promise<void>;
}

export interface Answered {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly text: string;
  /** Of a JSON answer. */
  readonly body: unknown;
}

/** A server over a real warehouse that holds the batches. */
export async function startServer(
  batches: readonly StagedBatch[] = [],
  changes: Partial<ServerContext> = {},
  settings: RawSettings = {},
  env: NodeJS.ProcessEnv = {},
): Promise<Harness> {
  const dir = await mkdtemp(join(tmpdir(), 'earshot-server-'));
  const warehouse = await openDuckDbWarehouse(join(dir, 'warehouse.duckdb'));
  await warehouse.migrate();
  if (batches.length > 0) await warehouse.commit({ batches }, clock);
  const lines: string[] = [];
  const config = loadConfig({ data: dir, workers: 0, ...settings }, env);
  const log = lineLog((line) => lines.push(line));
  const store = openLocalStore(config.bucket);
  const loader = new Loader({ store, warehouse, config, clock, log });
  const server = await buildServer({
    warehouse,
    config,
    clock,
    log,
    store,
    upkeep: new Upkeep(loader, async (file) => {
      const fresh = await openDuckDbWarehouse(file);
      await fresh.migrate();
      return fresh;
    }),
    staging: { rulesVersion: RULES_VERSION, settings: 'test' },
    writeParquet,
    version: '0.0.0-test',
    webDir: join(dir, 'web'),
    door: doorOf(config, clock, TOKEN),
    audit: new Audit({ dir: config.accessDir, clock, log }),
    ingest: async () => {
      throw new Error('no ingest in this test');
    },
    ...changes,
  });
  return { server, warehouse, dir, lines, ...asking(server), close: () => end(server, warehouse, dir) };
}

function asking(server: Server): Pick<Harness, 'get' | 'post'> {
  const ask = async (method: 'GET' | 'POST', url: string, headers: object, payload?: string) => {
    const answer = await server.inject({
      method,
      url,
      headers: { host: '127.0.0.1:4600', ...headers },
      ...(payload === undefined ? {} : { payload }),
    });
    const { statusCode: status, payload: text } = answer;
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    return { status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : undefined };
  };
  return {
    get: (path, headers = {}) => ask('GET', path, headers),
    post: (path, body = {}, headers = {}) =>
      ask(
        'POST',
        path,
        { 'content-type': 'application/json', ...headers },
        typeof body === 'string' ? body : JSON.stringify(body),
      ),
  };
}

async function end(server: Server, warehouse: Warehouse, dir: string): Promise<void> {
  await server.close();
  await warehouse.close();
  await rm(dir, { recursive: true, force: true });
}
