import { Cron } from 'croner';
import type { Config } from '../base/config.ts';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { gsPlaceOf } from '../base/places.ts';
import type { Loader } from '../ingest/loader.ts';
import { watchBucket } from '../ingest/watch.ts';
import type { Client } from './client.ts';

export interface Feeding {
  close(): Promise<void>;
}

/**
 * Keeps the warehouse fed: every file as it lands, and a sweep now and then for what an event missed.
 * @param sweepFirst whether a sweep runs at once
 */
export async function startFeeding(
  loader: Loader,
  client: Client,
  config: Config,
  sweepFirst: boolean,
): Promise<Feeding> {
  const { log } = loader.context;
  // First the events, then the sweep: a file that lands between the two is seen by both, and loaded once.
  const watching = isFolder(config) ? await watchBucket(loader, config.bucket) : undefined;
  let sweeping = sweepFirst ? sweepQuietly(client, log) : Promise.resolve();
  const schedule =
    config.everyMinutes === 0
      ? undefined
      : new Cron('* * * * * *', { interval: config.everyMinutes * 60, startAt: inMinutes(config) }, () => {
          sweeping = sweepQuietly(client, log);
        });
  return {
    close: async () => {
      schedule?.stop();
      await watching?.close();
      await sweeping;
    },
  };
}

/** A bucket of Google Cloud tells its events to the function, not to us: sweeps find what landed. */
const isFolder = ({ bucket }: Config): boolean => gsPlaceOf(bucket) === null;

function inMinutes({ everyMinutes }: Config): Date {
  return new Date(Date.now() + everyMinutes * 60_000);
}

/** A sweep that fails is tried again by the next one: the owner lives on. */
async function sweepQuietly(client: Client, log: Log): Promise<void> {
  try {
    const report = await client.ingest(() => undefined);
    if (report.objectsLoaded + report.objectsQuarantined === 0) return;
    log.info('swept the bucket', {
      loaded: report.objectsLoaded,
      sessions: report.sessions,
      quarantined: report.quarantined,
    });
  } catch (error) {
    log.warn('the sweep of the bucket failed; the next one tries again', { reason: messageOf(error) });
  }
}
