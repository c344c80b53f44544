import { http, type Request, type Response } from '@google-cloud/functions-framework';
import { systemClock } from '../base/clock.ts';
import { faultPoint } from '../base/fault.ts';
import { isObjectName } from '../store/object-name.ts';
import { openStore } from '../store/open.ts';
import { cloudConfig, cloudLog } from './environment.ts';
import { type Finalized, finalizedOf } from './event.ts';
import { answerFailure } from './failure.ts';
import { openedOnce } from './opened-once.ts';
import { type StageContext, stageObject } from './stage-object.ts';

/**
 * Entry of the function on the bucket's events. Answered 2xx only when nothing is left to do for the event: 4xx for what is no
 * event of the bucket, 5xx for what may pass, so that it is sent again. It knows neither DuckDB nor BigQuery.
 */
http('stage', (request, response) => handle(request, response));

const { config, place, staging } = cloudConfig(process.env);
const context = openedOnce(open);

async function open(): Promise<StageContext> {
  return {
    store: await openStore(config.bucket),
    staging: await openStore(staging),
    config,
    clock: systemClock,
  };
}

async function handle({ headers, body }: Request, response: Response): Promise<void> {
  try {
    const finalized = finalizedOf(headers, body, place);
    if (finalized !== null) await settle(finalized);
    faultPoint('event_acknowledged');
    response.status(204).end();
  } catch (error) {
    answerFailure(response, error);
  }
}

async function settle(finalized: Finalized): Promise<void> {
  if (!isObjectName(finalized.object)) {
    // Consoles make an empty object for each folder.
    if (!finalized.object.endsWith('/'))
      cloudLog.warn('left out: no store lists such a name', { ...finalized });
    return;
  }
  const outcome = await stageObject(finalized, await context());
  cloudLog.info('event handled', { ...finalized, outcome });
}
