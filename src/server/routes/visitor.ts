import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Visitor } from '../../access/role.ts';
import { EarshotError } from '../../base/errors.ts';
import type { Me } from '../api.ts';
import type { App, Services } from '../app.ts';
import type { Guesses } from '../limits.ts';
import { responses, strict } from '../schema/shared.ts';
import { MeSchema } from '../schema/visitor.ts';
import { clearSession, sessionOf, setSession } from '../session-cookie.ts';

const MAX_TOKEN_CHARS = 1000;

/** Who asks, and the login of browsers: a token for a cookie. */
export function visitorRoutes(app: App, { door }: Services, guesses: Guesses): void {
  const me = (visitor: Visitor | null): Me => ({
    asksForToken: door.isGuarded,
    name: visitor?.name ?? null,
    role: visitor === null || visitor.may === 'annotator' ? null : visitor.may,
  });
  app.get('/me', { schema: ME, config: { access: 'anyone' } }, async ({ visitor }) => me(visitor));
  app.post('/login', { schema: LOG_IN, config: { access: 'anyone' } }, async (request, reply) => {
    const login = door.logIn(request.body.token.trim());
    if (!login) throw await wrongToken(request, reply, guesses);
    setSession(request, reply, login.session);
    return me(login.visitor);
  });
  app.post('/logout', { schema: LOG_OUT, config: { access: 'anyone' } }, async (request, reply) => {
    const session = sessionOf(request);
    if (session !== null) door.logOut(session);
    clearSession(request, reply);
    return me(door.stranger);
  });
}

async function wrongToken(
  request: FastifyRequest,
  reply: FastifyReply,
  guesses: Guesses,
): Promise<EarshotError> {
  await guesses.failed(request, reply);
  return new EarshotError('unauthenticated', 'wrong_token', 'This token is not known here.', {
    hint: 'Was all of it pasted? It may have been revoked, too: whoever runs Earshot makes another.',
  });
}

const ME = { summary: 'Who asks, and whether a token is asked for', response: responses(MeSchema) };
const LOG_IN = {
  summary: 'Exchange a token for a session, kept in a cookie',
  body: strict({ token: Type.String({ minLength: 1, maxLength: MAX_TOKEN_CHARS }) }),
  response: responses(MeSchema),
};
const LOG_OUT = { summary: 'End the session', body: strict({}), response: responses(MeSchema) };
