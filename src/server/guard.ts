import { timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { EarshotError } from '../base/errors.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/**
 * Serves only who asked for this machine by a loopback name: another name is a page that had its own name resolve to
 * 127.0.0.1 (DNS rebinding), another origin a page that sends requests across sites.
 * @throws EarshotError `foreign_host`, `foreign_origin`
 */
export function refuseForeign(request: FastifyRequest): void {
  const { host = '', origin } = request.headers;
  if (!LOOPBACK_HOST.test(host)) {
    throw new EarshotError('forbidden', 'foreign_host', 'This host name is not served here.', {
      hint: 'Open Earshot under 127.0.0.1 or localhost.',
    });
  }
  if (origin !== undefined && origin.toLowerCase() !== `http://${host.toLowerCase()}`) {
    throw new EarshotError('forbidden', 'foreign_origin', 'Pages of other origins may not ask here.');
  }
}

/** Whether the request carries the owner's token; compared in constant time. */
export function hasToken(request: FastifyRequest, token: string): boolean {
  const shown = Buffer.from(request.headers.authorization ?? '');
  const wanted = Buffer.from(`Bearer ${token}`);
  return shown.length === wanted.length && timingSafeEqual(shown, wanted);
}

/** @throws EarshotError `token_required` */
export function requireToken(request: FastifyRequest, token: string): void {
  if (hasToken(request, token)) return;
  throw new EarshotError('forbidden', 'token_required', 'This needs the token of the owner process.', {
    hint: 'Run `earshot ingest` on this machine: it reads the token from the owner file.',
  });
}
