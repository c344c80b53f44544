import type { AddRoutes } from '../app.ts';
import { annotationRoutes } from './annotations.ts';
import { associationsRoute } from './associations.ts';
import { callersRoute } from './callers.ts';
import { catalogRoute } from './catalog.ts';
import { confidenceRoute } from './confidence.ts';
import { dataTablesRoute } from './data-tables.ts';
import { dayChangesRoute } from './day-changes.ts';
import { exitsRoute } from './exits.ts';
import { healthRoute } from './health.ts';
import { ingestRoutes } from './ingest.ts';
import { intentsRoute } from './intents.ts';
import { liveRoute } from './live.ts';
import { movedRoute } from './moved.ts';
import { openApiRoute } from './openapi.ts';
import { quarantineRoutes } from './quarantine.ts';
import { queryRoute } from './query.ts';
import { sessionRoute } from './session.ts';
import { sessionsRoute } from './sessions.ts';
import { statusRoute } from './status.ts';
import { tablesRoute } from './tables.ts';
import { upkeepRoutes } from './upkeep.ts';
import { utterancesRoute } from './utterances.ts';

/** Everything below /api. */
export const ROUTES: readonly AddRoutes[] = [
  queryRoute,
  sessionsRoute,
  sessionRoute,
  movedRoute,
  associationsRoute,
  callersRoute,
  confidenceRoute,
  intentsRoute,
  exitsRoute,
  utterancesRoute,
  tablesRoute,
  catalogRoute,
  statusRoute,
  ingestRoutes,
  quarantineRoutes,
  dayChangesRoute,
  dataTablesRoute,
  annotationRoutes,
  upkeepRoutes,
  healthRoute,
  liveRoute,
  openApiRoute,
];
