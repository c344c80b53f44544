import { isIP } from 'node:net';
import type { FastifyRequest } from 'fastify';
import { isLoopback, isReachable, type Reach } from '../access/reach.ts';
import { EarshotError } from '../base/errors.ts';

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?$/i;

/**
 * Serves only who asked by a name that is known: another one is a page that had its own name resolve to this address (DNS
 * rebinding), another origin a page that sends requests across sites.
 * @throws EarshotError `foreign_host`, `foreign_origin`
 */
export function refuseForeign(request: FastifyRequest, reach: Reach): void {
  const { host = '', origin } = request.headers;
  const isHere = LOOPBACK_HOST.test(host);
  if (!isHere && !isServed(host.toLowerCase(), reach)) {
    throw new EarshotError('forbidden', 'foreign_host', 'This host name is not served here.', {
      hint: isReachable(reach)
        ? 'Who runs Earshot names the hosts that it serves with --allowed-hosts.'
        : 'Open Earshot under 127.0.0.1 or localhost.',
    });
  }
  if (origin === undefined) return;
  // A proxy may speak https in front; a page that came over plain http must not act for one that came over https.
  const schemes = isHere ? ['http'] : request.protocol === 'https' ? ['https'] : ['http', 'https'];
  if (!schemes.some((scheme) => origin.toLowerCase() === `${scheme}://${host.toLowerCase()}`)) {
    throw new EarshotError('forbidden', 'foreign_origin', 'Pages of other origins may not ask here.');
  }
}

/** A bare address can be no rebinding, for a page's name is its origin: it is served wherever Earshot is bound beyond loopback. */
function isServed(host: string, { host: bound, allowedHosts }: Reach): boolean {
  const [, name = '', bracketed] = /^(\[([\da-f:.]+)\]|[^:[\]@\s,]+)(:\d{1,5})?$/.exec(host) ?? [];
  if (name === '') return false;
  if (allowedHosts.includes(host) || allowedHosts.includes(name)) return true;
  return !isLoopback(bound) && (isIP(bracketed ?? name) !== 0 || name === bound.toLowerCase());
}
