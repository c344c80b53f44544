import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Door } from '../access/door.ts';
import { mayDo, type Visitor } from '../access/role.ts';
import { EarshotError } from '../base/errors.ts';
import type { App, Services } from './app.ts';
import { bearerOf } from './bearer.ts';
import type { Guesses } from './limits.ts';
import { accessOf } from './route-access.ts';
import { sessionOf } from './session-cookie.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Null for whoever showed nothing that is known. */
    visitor: Visitor | null;
  }
}

/** From here on every request knows who asks. Before any limit, which counts by visitor. */
export function knowVisitors(api: App, { door }: Services): void {
  api.decorateRequest('visitor', null);
  api.addHook('onRequest', async (request) => {
    request.visitor = recognised(request, door);
  });
}

/**
 * A bearer that is unknown may be a proxy's own, as Cloud Run's is: the session beside it still counts.
 * @throws EarshotError `origin_missing`
 */
export function recognised(request: FastifyRequest, door: Door): Visitor | null {
  const bearer = bearerOf(request);
  const shown = bearer === null ? null : door.byToken(bearer);
  if (shown) return shown;
  const session = sessionOf(request);
  const visitor = session === null ? null : door.bySession(session);
  if (visitor) requireOrigin(request);
  return visitor ?? door.stranger;
}

/** Cookies come along by themselves. That the origin is this one has been seen to; browsers send it with all that is no plain read. */
function requireOrigin({ method, headers }: FastifyRequest): void {
  if (method === 'GET' || method === 'HEAD' || headers.origin !== undefined) return;
  throw new EarshotError(
    'forbidden',
    'origin_missing',
    'A request with a cookie must say where it comes from.',
    {
      hint: 'Programs show their token as `Authorization: Bearer TOKEN` instead.',
    },
  );
}

/** Of a route that is not open to anyone. */
export function visitorOf({ visitor }: FastifyRequest): Visitor {
  if (visitor === null) throw new Error('This route is open to nobody that is not known.');
  return visitor;
}

/** Refuses who may not, after the limits have counted and before a body is read. */
export function enforceAccess(api: App, { door }: Services, guesses: Guesses): void {
  api.addHook('preParsing', async (request, reply) => {
    const access = accessOf(request.routeOptions);
    const { visitor } = request;
    if (mayDo(visitor, access)) return;
    if (visitor === null) throw await unknownVisitor(request, reply, guesses);
    throw door.isGuarded ? notForRole(visitor, access) : notForStrangers();
  });
}

async function unknownVisitor(
  request: FastifyRequest,
  reply: FastifyReply,
  guesses: Guesses,
): Promise<EarshotError> {
  reply.header('www-authenticate', 'Bearer realm="Earshot"');
  if (bearerOf(request) !== null) await guesses.failed(request, reply);
  return new EarshotError('unauthenticated', 'token_required', 'This Earshot asks for a token.', {
    hint: 'Open the page and paste it, or send it as `Authorization: Bearer TOKEN`. `earshot token create` makes one.',
  });
}

const notForRole = ({ name, may }: Visitor, access: string): EarshotError =>
  new EarshotError(
    'forbidden',
    'role_required',
    `This needs a token of the role ${access === 'annotator' ? 'admin' : access}; "${name}" is ${may === 'admin' ? 'an' : 'a'} ${may}.`,
    {
      hint: 'Whoever runs Earshot makes tokens with `earshot token create --role ROLE`.',
      facts: { role: may },
    },
  );

const notForStrangers = (): EarshotError =>
  new EarshotError('forbidden', 'token_required', 'This needs the token of the owner process.', {
    hint: 'Run `earshot ingest` on this machine: it reads the token from the owner file.',
  });
