import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { EarshotError } from '../base/errors.ts';
import type { App, Services } from './app.ts';

const MINUTE_MILLIS = 60_000;
/** Ten views of a page in a minute are some two hundred requests. */
const DEFAULT_A_MINUTE = 1200;
/** Of an address: nobody mistypes a token that often. */
const GUESSES_A_MINUTE = 10;

/** Wrong tokens, counted and logged by address. */
export interface Guesses {
  /** @throws EarshotError `too_many_guesses` */
  failed(request: FastifyRequest, reply: FastifyReply): Promise<void>;
}

/** Limits what one visitor, or one address that is none, may ask in a minute. The user of this machine's command line has none. */
export async function addLimits(api: App, { config, door, log }: Services): Promise<Guesses> {
  await api.register(rateLimit, {
    max: config.rateLimit ?? DEFAULT_A_MINUTE,
    timeWindow: MINUTE_MILLIS,
    keyGenerator: ({ visitor, ip }) => (visitor && visitor.id !== 'local' ? visitor.id : `address ${ip}`),
    allowList: ({ visitor }) =>
      visitor?.id === 'owner' || config.rateLimit === 0 || (config.rateLimit === null && !door.isGuarded),
    errorResponseBuilder: (_, { max, ttl }) =>
      tooMany(`More than ${max} requests in a minute.`, 'too_many_requests', ttl),
  });
  const count = api.createRateLimit({
    max: GUESSES_A_MINUTE,
    timeWindow: MINUTE_MILLIS,
    keyGenerator: ({ ip }) => `guesses ${ip}`,
    allowList: [],
  });
  return {
    async failed(request, reply) {
      const guess = await count(request);
      if (guess.isAllowed || !guess.isExceeded) {
        log.warn('a token was refused', {
          address: request.ip,
          method: request.method,
          path: pathOf(request),
        });
        return;
      }
      reply.header('retry-after', guess.ttlInSeconds);
      throw tooMany('Too many wrong tokens.', 'too_many_guesses', guess.ttl);
    },
  };
}

/** The pattern, never the address itself, which may hold anything. */
const pathOf = (request: FastifyRequest): string => request.routeOptions.url ?? '';

function tooMany(message: string, code: string, ttlMillis: number): EarshotError {
  const seconds = Math.ceil(ttlMillis / 1000);
  return new EarshotError('limited', code, message, {
    hint: `Ask again in ${seconds} s. Whoever runs Earshot sets --rate-limit.`,
    facts: { retryAfterSec: seconds },
  });
}
