import type { FastifyReply, FastifyRequest } from 'fastify';
import { SESSION_SEC } from '../access/sessions.ts';

/** The prefix has browsers refuse one that another host, or plain http, has set. (RFC 6265bis) */
const SECURE_NAME = '__Host-earshot';
const OPTIONS = { path: '/', httpOnly: true, sameSite: 'strict' } as const;

/** Cookies know no ports: two Earshots on one machine would log each other out. */
function plainName({ headers }: FastifyRequest): string {
  const [, port] = /:(\d{1,5})$/.exec(headers.host ?? '') ?? [];
  return port === undefined ? 'earshot' : `earshot-${port}`;
}

/** Browsers tell the origin of each login, which is the address that they see, whatever proxies are between. */
const isSecure = ({ headers, protocol }: FastifyRequest): boolean =>
  protocol === 'https' || (headers.origin ?? '').toLowerCase().startsWith('https://');

export const sessionOf = (request: FastifyRequest): string | null =>
  request.cookies[SECURE_NAME] ?? request.cookies[plainName(request)] ?? null;

export function setSession(request: FastifyRequest, reply: FastifyReply, session: string): void {
  const secure = isSecure(request);
  const name = secure ? SECURE_NAME : plainName(request);
  reply.setCookie(name, session, { ...OPTIONS, secure, maxAge: SESSION_SEC });
}

export function clearSession(request: FastifyRequest, reply: FastifyReply): void {
  for (const name of [SECURE_NAME, plainName(request)]) {
    if (request.cookies[name] !== undefined)
      reply.clearCookie(name, { ...OPTIONS, secure: name === SECURE_NAME });
  }
}
