import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { AppEffects } from '../../src/app/effects.ts';
import { serve } from '../../src/app/serve.ts';
import { runSimulation } from '../../src/app/simulation.ts';
import { type Clock, fixedClock } from '../../src/base/clock.ts';
import { type Config, loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import type { Session } from '../../src/contract/fields.ts';
import type {
  Answer,
  NewAnnotation,
  Question,
  SessionDetail,
  SessionsAnswer,
  SessionsQuestion,
} from '../../src/server/api.ts';
import { tempDir } from '../support/temp-dir.ts';

/** A served warehouse, and the API to hold its pages against. */
export interface Site {
  readonly url: string;
  ask(question: Question): Promise<Answer>;
  list(question: SessionsQuestion): Promise<SessionsAnswer>;
  call(id: string): Promise<SessionDetail>;
  annotate(note: NewAnnotation): Promise<unknown>;
  /** One more file in the bucket, loaded. */
  land(file: string, sessions: readonly Session[]): Promise<unknown>;
  close(): Promise<void>;
}

/** Of the simulated site. */
export const ALL_CALLS = { from: '2025-01-01', to: '2025-08-16' };
/** Four whole months among them, as a scope and as an address. */
export const SPRING = { from: '2025-03-01', to: '2025-07-01' };
export const SPRING_SEARCH = '?from=2025-03-01&to=2025-07-01';

/** 3,000 calls. */
export const simulatedSite = (env: NodeJS.ProcessEnv = {}) =>
  siteOf((config, effects) => runSimulation(config, { sessions: 3000, seed: 5, ...ALL_CALLS }, effects), env);

/** There is not even a bucket. */
export const emptySite = () => siteOf(null);

/** The sessions come from one file in the bucket, through the sweep. */
export const siteOver = (sessions: readonly Session[], clock?: Clock) =>
  siteOf(
    async ({ bucket }) => {
      await mkdir(bucket, { recursive: true });
      await writeFile(join(bucket, 'sessions.json'), JSON.stringify(sessions));
    },
    {},
    clock,
  );

type Fill = (config: Config, effects: AppEffects) => Promise<unknown>;

async function siteOf(
  fill: Fill | null,
  env: NodeJS.ProcessEnv = {},
  clock: Clock = fixedClock('2025-09-01T00:00:00Z'),
): Promise<Site> {
  const config = loadConfig({ data: tempDir(), port: '0', workers: '0' }, env);
  const effects = { log: silentLog, clock, env: {}, command: 'test' };
  await fill?.(config, effects);
  const { url, client, close } = await serve(config, effects);
  if (fill) await client.ingest(() => {});
  return {
    url,
    ask: (question) => client.request('POST', '/api/query', question),
    list: (question) => client.request('POST', '/api/sessions', question),
    call: (id) => client.request('GET', `/api/sessions/${encodeURIComponent(id)}`),
    annotate: (note) => client.request('POST', '/api/annotations', note),
    land: async (file, sessions) => {
      await writeFile(join(config.bucket, file), JSON.stringify(sessions));
      return client.ingest(() => {});
    },
    close,
  };
}
