import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { Answers } from './answers.ts';
import type { ServerContext } from './context.ts';
import type { ExtentReader } from './extent.ts';
import type { IngestRuns } from './ingest-runs.ts';
import type { Live } from './live.ts';

/** The Fastify app, with bodies and parameters typed by their TypeBox schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What routes share: the context, and the state of this one server. */
export interface Services extends ServerContext {
  readonly answers: Answers;
  /** Of one request: aborted when nobody waits for its answer any more. */
  readonly waiting?: AbortSignal;
  readonly extent: ExtentReader;
  readonly runs: IngestRuns;
  readonly live: Live;
}

/** Adds the routes of one file. */
export type AddRoutes = (app: App, services: Services) => void;
