import type { AddRoutes } from '../app.ts';
import { catalogRoute } from './catalog.ts';
import { dayChangesRoute } from './day-changes.ts';
import { healthRoute } from './health.ts';
import { ingestRoutes } from './ingest.ts';
import { openApiRoute } from './openapi.ts';
import { quarantineRoutes } from './quarantine.ts';
import { queryRoute } from './query.ts';
import { sessionRoute } from './session.ts';
import { sessionsRoute } from './sessions.ts';
import { statusRoute } from './status.ts';
import { upkeepRoutes } from './upkeep.ts';

/** Everything below /api. */
export const ROUTES: readonly AddRoutes[] = [
  queryRoute,
  sessionsRoute,
  sessionRoute,
  catalogRoute,
  statusRoute,
  ingestRoutes,
  quarantineRoutes,
  dayChangesRoute,
  upkeepRoutes,
  healthRoute,
  openApiRoute,
];
