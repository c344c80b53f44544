import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from 'vitest';
import { earshot } from '../cli/earshot.ts';
import { contentOf } from '../ports/warehouse.ts';
import { sessionRecord } from '../support/session.ts';
import { tempDir } from '../support/temp-dir.ts';
import { PROJECT } from './datasets.ts';
import { type Fault, startProxy, type TrapProxy } from './proxy.ts';
import { openWorld, type World } from './world.ts';

type Refusal = Omit<Extract<Fault, { kind: 'status' }>, 'kind'>;

/** What Google answers, by what is wrong. `next` is what the person is told to do. */
const BIGQUERY: readonly {
  readonly wrong: string;
  readonly path: RegExp;
  readonly refusal: Refusal;
  readonly says: RegExp;
  readonly next: RegExp;
  readonly exit: number;
}[] = [
  {
    wrong: 'the project',
    path: /./,
    refusal: { status: 404, reason: 'notFound', message: `Not found: Project ${PROJECT}` },
    says: /There is no project my-project, or this account may not see it/,
    next: /gcloud projects list/,
    exit: 3,
  },
  {
    wrong: 'the dataset',
    path: /./,
    refusal: { status: 404, reason: 'notFound', message: `Not found: Dataset ${PROJECT}:d` },
    says: /There is no dataset/,
    next: /bq mk --dataset/,
    exit: 3,
  },
  {
    wrong: 'the credentials',
    path: /./,
    refusal: { status: 401, reason: 'authError', message: 'Invalid Credentials' },
    says: /no credentials for Google Cloud/,
    next: /gcloud auth application-default login/,
    exit: 6,
  },
  {
    wrong: 'a right to run jobs',
    path: /\/jobs/,
    refusal: {
      status: 403,
      reason: 'accessDenied',
      message: 'Access Denied: User does not have bigquery.jobs.create permission',
    },
    says: /may not do that .*bigquery\.jobs\.create/,
    next: /roles\/bigquery\.jobUser/,
    exit: 6,
  },
  {
    wrong: 'the location of the dataset',
    path: /\/jobs(\?|$)/,
    refusal: {
      status: 400,
      reason: 'invalid',
      message: 'Cannot read and write in different locations: source: US, destination: EU',
    },
    says: /lie in different locations/,
    next: /make both in one/,
    exit: 6,
  },
  {
    wrong: 'the budget',
    path: /\/jobs(\?|$)/,
    refusal: {
      status: 400,
      reason: 'bytesBilledLimitExceeded',
      message: 'Query exceeded limit for bytes billed: 10485760. 20971520 or higher required.',
    },
    says: /would read more than it may/,
    next: /--max-bytes-billed/,
    exit: 6,
  },
];

describe('the command line, where Google refuses', () => {
  let proxies: { readonly gcs: TrapProxy; readonly bigquery: TrapProxy };
  let world: World;
  let before: string;
  beforeAll(async () => {
    const { gcs, rawBigquery } = inject('emulators');
    proxies = { gcs: await startProxy(gcs), bigquery: await startProxy(rawBigquery) };
    world = await openWorld({ gcs: proxies.gcs.url, bigquery: proxies.bigquery.url });
    await world.store.put('a.json', JSON.stringify([sessionRecord({ session_id: 'S1' })]));
    expect(await earshot(['ingest'], world.env)).toMatchObject({ code: 0 });
    await world.store.put('b.json', JSON.stringify([sessionRecord({ session_id: 'S2' })]));
    before = await state();
  });
  beforeEach(() => {
    for (const proxy of Object.values(proxies)) proxy.traps = [];
  });
  afterAll(() => Promise.all(Object.values(proxies).map((proxy) => proxy.close())));

  const state = async () =>
    JSON.stringify([await contentOf(world.warehouse), await world.warehouse.ledger()]);
  const refuse = (server: keyof typeof proxies, path: RegExp, refusal: Refusal) => {
    proxies[server].traps = [{ path, fault: { kind: 'status', ...refusal }, times: 999 }];
  };
  const expectRefused = async (words: readonly string[], says: RegExp, next: RegExp, exit: number) => {
    const ended = await earshot(words, world.env);
    expect(ended.code, ended.stderr).toBe(exit);
    expect(ended.stderr).toMatch(says);
    expect(ended.stderr).toMatch(next);
    expect(ended.stderr).not.toMatch(/^ +at |\[object/m);
    for (const proxy of Object.values(proxies)) proxy.traps = [];
    expect(await state()).toBe(before);
  };

  it.each(BIGQUERY)('of BigQuery: $wrong', async ({ path, refusal, says, next, exit }) => {
    for (const words of [['query', 'sessions'], ['ingest']]) {
      refuse('bigquery', path, refusal);
      await expectRefused(words, says, next, exit);
    }
  });

  it.each([
    ['a bucket that is not there', { status: 404 }, /There is no bucket/, /gcloud storage buckets create/, 3],
    ['a right on the bucket', { status: 403 }, /may not do that in gs:/, /roles\/storage\.object/, 6],
    ['the credentials', { status: 401 }, /no credentials/, /gcloud auth application-default login/, 6],
  ] as const)('of Cloud Storage: %s', async (_, refusal, says, next, exit) => {
    refuse('gcs', /\/o\?/, refusal);
    await expectRefused(['ingest'], says, next, exit);
  });

  it('of Cloud Storage, once files are read: nowhere to stage', async () => {
    refuse('gcs', /\/upload\//, { status: 403, reason: 'forbidden' });
    const ended = await earshot(['ingest'], world.env);
    expect(ended.code).toBe(6);
    expect(ended.stderr).toMatch(/may not do that in gs:/);
    proxies.gcs.traps = [];
    expect(await state()).toBe(before);
  });

  it('does all that was left as soon as nothing is wrong any more', async () => {
    const ended = await earshot(['ingest', '--json'], world.env);
    expect(ended.stdout, ended.stderr).toContain('"sessions":1');
    expect(JSON.parse((await earshot(['query', 'sessions'], world.env)).stdout)).toMatchObject({
      sessions: { value: 2 },
    });
  });

  it('of its own SDKs: the file of credentials that is named is not there', async () => {
    const key = { GOOGLE_APPLICATION_CREDENTIALS: '/no/such/key.json' };
    const env = { METADATA_SERVER_DETECTION: 'none', EARSHOT_DATA: tempDir(), ...key };
    for (const words of [
      ['query', 'sessions', '--warehouse', 'bigquery:some-project.some_dataset'],
      ['ingest', '--bucket', 'gs://some-bucket'],
    ]) {
      const ended = await earshot(words, env);
      expect(ended.code, ended.stderr).toBe(6);
      expect(ended.stderr).toMatch(/no credentials for Google Cloud/);
      expect(ended.stderr).toMatch(/gcloud auth application-default login/);
    }
  });
});
