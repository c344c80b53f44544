import { http, type Request, type Response } from '@google-cloud/functions-framework';
import { systemClock } from '../base/clock.ts';
import { EarshotError, messageOf } from '../base/errors.ts';
import { bigQueryPlaceOf } from '../base/places.ts';
import { Loader } from '../ingest/loader.ts';
import type { IngestReport } from '../ingest/report.ts';
import { sweep } from '../ingest/sweep.ts';
import { openStore } from '../store/open.ts';
import type { Store } from '../store/store.ts';
import { openBigQueryWarehouse } from '../warehouse/bigquery/warehouse.ts';
import { lessAside } from './aside.ts';
import { cloudConfig, cloudLog } from './environment.ts';
import { answerFailure } from './failure.ts';
import { openedOnce } from './opened-once.ts';
import { settingAside } from './setting-aside.ts';
import { tick } from './tick.ts';
import type { TickReport } from './tick-report.ts';

/**
 * Entry of the committer, one instance at most: two transactions on one table cancel each other. Cloud Scheduler posts to
 * `/tick`, which commits what the function has staged, and now and then to `/sweep`, which also finds what no event told of.
 */
http('commit', (request, response) => handle(request, response));

interface Committer {
  readonly loader: Loader;
  readonly staging: Store;
}

const { config, staging: stagingPlace } = cloudConfig(process.env);
const committer = openedOnce(open);
let isBusy = false;

/** Cloud Run ends the request after half an hour, not what it began: by then the work has ended by itself. */
const LONGEST_RUN_MILLIS = 25 * 60_000;
/** So many objects of a kind are named in the log. */
const NAMED_OBJECTS = 50;

async function open(): Promise<Committer> {
  const place = bigQueryPlaceOf(config.warehouseFile);
  if (place === null) {
    throw new EarshotError('usage', 'bad_setting', 'EARSHOT_WAREHOUSE does not name a dataset.', {
      hint: 'Set EARSHOT_WAREHOUSE=bigquery:PROJECT.DATASET.',
    });
  }
  const staging = await openStore(stagingPlace);
  const store = await openStore(config.bucket);
  const endpoint = process.env.EARSHOT_BIGQUERY_ENDPOINT;
  const warehouse = openBigQueryWarehouse(place, {
    staging,
    maxBytesBilled: config.maxBytesBilled,
    ...(endpoint && { endpoint }),
  });
  await warehouse.migrate();
  return { loader: new Loader({ store, warehouse, config, clock: systemClock, log: cloudLog }), staging };
}

async function handle({ method, path }: Request, response: Response): Promise<void> {
  try {
    if (method !== 'POST' || (path !== '/tick' && path !== '/sweep')) throw unknownPath(method, path);
    if (isBusy) throw busy();
    isBusy = true;
    try {
      response.status(200).json(await run(path));
    } finally {
      isBusy = false;
    }
  } catch (error) {
    answerFailure(response, error);
  }
}

/** What is staged is committed before the bucket is listed: it would be read a second time. The sweep is done all the same. */
async function run(path: '/tick' | '/sweep'): Promise<object> {
  const { loader, staging } = await committer();
  const signal = AbortSignal.timeout(LONGEST_RUN_MILLIS);
  const ticking = ticked(loader, staging, signal);
  if (path === '/tick') return ticking;
  await ticking.catch((error) =>
    cloudLog.warn('tick failed, the sweep goes on', { reason: messageOf(error) }),
  );
  const swept = await sweptBy(loader, signal);
  return { ...(await ticking), swept };
}

async function ticked(loader: Loader, staging: Store, signal: AbortSignal): Promise<TickReport> {
  const report = await tick(loader, staging, { signal });
  cloudLog.info('ticked', { ...COMMITTED, ...report });
  return report;
}

async function sweptBy({ context }: Loader, signal: AbortSignal): Promise<IngestReport> {
  const { context: rest, aside } = settingAside(context, signal);
  const loader = new Loader(rest);
  try {
    const swept = lessAside(await sweep(loader, { signal }), aside);
    for (const { name: object, reason } of swept.leftOut.slice(0, NAMED_OBJECTS))
      cloudLog.warn('left out', { object, reason });
    for (const { object, reason } of swept.objectsWaiting.slice(0, NAMED_OBJECTS))
      cloudLog.warn('object waits for the next sweep', { object, reason });
    const { objectsLoaded: objects, sessions, records, quarantined, objectsGone: gone } = swept;
    const left = {
      leftOut: swept.leftOut.length,
      objectsWaiting: swept.objectsWaiting.length + aside.waiting.length,
    };
    const { interrupted } = swept;
    cloudLog.info('swept', {
      ...COMMITTED,
      objects,
      sessions,
      records,
      quarantined,
      gone,
      ...left,
      interrupted,
    });
    return swept;
  } finally {
    await loader.close();
  }
}

/** What the alerts of deploy/gcp find these lines by; they count sessions, records and quarantined of them, and lines of `swept`. */
const COMMITTED = { event: 'commit' };

function unknownPath(method: string, path: string): EarshotError {
  return new EarshotError('usage', 'unknown_path', `${method} ${path} is not asked of the committer.`, {
    hint: 'POST /tick or POST /sweep.',
  });
}

function busy(): EarshotError {
  return new EarshotError('conflict', 'committer_busy', 'The tick before has not ended yet.', {
    hint: 'Nothing to do: the next one takes what is left.',
  });
}
