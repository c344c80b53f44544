import fastifyCookie from '@fastify/cookie';
import { type TypeBoxTypeProvider, TypeBoxValidatorCompiler } from '@fastify/type-provider-typebox';
import fastify, { type FastifyInstance } from 'fastify';
import { Answers } from './answers.ts';
import type { App, Services } from './app.ts';
import { endQuietConnections } from './connections.ts';
import type { ServerContext } from './context.ts';
import { describeError, errorHandler, sendProblem, UNSUPPORTED_MEDIA_TYPE } from './errors.ts';
import { extentReader } from './extent.ts';
import { refuseForeign } from './guard.ts';
import { IngestRuns } from './ingest-runs.ts';
import { addLimits } from './limits.ts';
import { Live } from './live.ts';
import { answerMalformed } from './malformed.ts';
import { notFoundHandler, RouteBook } from './not-found.ts';
import { addOpenApi } from './openapi.ts';
import { addPages } from './pages.ts';
import { declareAccess, type RouteAccess } from './route-access.ts';
import { ROUTES } from './routes/index.ts';
import { visitorRoutes } from './routes/visitor.ts';
import { addSecurityHeaders } from './security.ts';
import { addServerTiming } from './timing.ts';
import { enforceAccess, knowVisitors } from './visitors.ts';

/** The app, for whoever listens or injects. */
export type Server = FastifyInstance & { readonly routeAccess: readonly RouteAccess[] };

/** A filter may name every topic there is; nothing that is asked is longer. */
const MAX_BODY_BYTES = 256 * 1024;
/** A session_id is anything that a feed calls one. */
const MAX_PARAM_CHARS = 4096;
const RECEIVE_MILLIS = 30_000;

/**
 * The API and the pages as an app that needs no port: `inject` asks it, `listen` serves it.
 * Closing it ends a running ingest after the commit in hand; the warehouse stays open.
 */
export async function buildServer(context: ServerContext): Promise<Server> {
  const app = newApp(context);
  const book = new RouteBook();
  const services: Services = {
    ...context,
    answers: new Answers(context.config.answerCacheMiB),
    extent: extentReader(context.warehouse, context.clock),
    runs: new IngestRuns(),
    live: new Live(() => context.warehouse.version()),
  };
  app.setErrorHandler(errorHandler(context.log));
  app.setNotFoundHandler(notFoundHandler(book));
  app.addHook('onRoute', book.add);
  app.addHook('onRequest', async (request) => refuseForeign(request, context.config));
  app.addHook('preClose', async () => services.live.close());
  app.addHook('preClose', () => services.runs.close());
  endQuietConnections(app);
  await addSecurityHeaders(app);
  await addOpenApi(app, context.version);
  await app.register(fastifyCookie);
  let routeAccess: readonly RouteAccess[] = [];
  await app.register(
    async (api) => {
      routeAccess = await addApi(api, services);
    },
    { prefix: '/api' },
  );
  await addPages(app, context.webDir);
  await app.ready();
  // The type provider only matters to whoever adds routes.
  return Object.assign(app as unknown as FastifyInstance, { routeAccess });
}

function newApp({ log, config: { trustedProxies } }: ServerContext): App {
  const app = fastify({
    trustProxy: trustedProxies > 0 && ((_address: string, hop: number) => hop < trustedProxies),
    bodyLimit: MAX_BODY_BYTES,
    requestTimeout: RECEIVE_MILLIS,
    routerOptions: { maxParamLength: MAX_PARAM_CHARS },
    clientErrorHandler: (error, socket) => answerMalformed(error, socket),
    // What Fastify refuses before routing, as an address that is not well-formed.
    frameworkErrors: (error, request, reply) => {
      sendProblem(reply, describeError(error, log, request));
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  app.setValidatorCompiler(TypeBoxValidatorCompiler);
  // Response schemas are for the documentation; serialising by them would drop what they do not name.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.removeContentTypeParser('text/plain');
  return app;
}

/** Answers with who may ask which of its routes. */
async function addApi(api: App, services: Services): Promise<readonly RouteAccess[]> {
  const table = declareAccess(api);
  api.addHook('onRequest', async (request, reply) => {
    reply.header('cache-control', 'no-store');
    // A form or text/plain can be sent across sites without asking first; JSON cannot.
    if (request.method === 'POST' && !isJson(request.headers['content-type'])) {
      return sendProblem(reply, UNSUPPORTED_MEDIA_TYPE);
    }
  });
  addServerTiming(api);
  knowVisitors(api, services);
  const guesses = await addLimits(api, services);
  enforceAccess(api, services, guesses);
  for (const addRoutes of ROUTES) addRoutes(api, services);
  visitorRoutes(api, services, guesses);
  return table;
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';', 1)[0]?.trim().toLowerCase() === 'application/json';
}
