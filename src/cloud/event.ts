import type { IncomingHttpHeaders } from 'node:http';
import { EarshotError } from '../base/errors.ts';
import type { GsPlace } from '../base/places.ts';

/** An object generation that has come to be. Its name may be one that no store lists. */
export interface Finalized {
  readonly object: string;
  readonly generation: string;
}

const TYPE = 'google.cloud.storage.object.v1.finalized';

/**
 * The CloudEvent of a request, in binary or in structured mode. Null when it speaks of an object outside of the prefix.
 * @throws EarshotError of kind usage for a request that is no such event; sending it again would not help
 */
export function finalizedOf(headers: IncomingHttpHeaders, body: unknown, place: GsPlace): Finalized | null {
  const { type, data } = eventOf(headers, body);
  if (type !== TYPE) throw refused(`it is of the type ${JSON.stringify(type ?? null)}, not ${TYPE}`);
  const { bucket, name, generation } = recordOf(data) ?? {};
  if (bucket !== place.bucket) throw refused('it is of another bucket');
  if (typeof name !== 'string' || name === '') throw refused('it names no object');
  const decimal = decimalOf(generation);
  if (decimal === null) throw refused('it names no generation');
  if (!name.startsWith(place.prefix)) return null;
  return { object: name.slice(place.prefix.length), generation: decimal };
}

/** A number that JSON can't hold would be another generation. */
function decimalOf(generation: unknown): string | null {
  if (typeof generation !== 'string' && !Number.isSafeInteger(generation)) return null;
  const text = String(generation);
  return /^[1-9]\d{0,19}$/.test(text) ? text : null;
}

interface Envelope {
  readonly type?: unknown;
  readonly data?: unknown;
}

function eventOf(headers: IncomingHttpHeaders, body: unknown): Envelope {
  if (headers['ce-specversion'] !== undefined) return { type: headers['ce-type'], data: parsed(body) };
  if (/^application\/cloudevents\+json/i.test(headers['content-type'] ?? '')) {
    const { type, data } = recordOf(parsed(body)) ?? {};
    return { type, data };
  }
  throw refused('it has no headers of a CloudEvent');
}

function parsed(body: unknown): unknown {
  if (!Buffer.isBuffer(body) && typeof body !== 'string') return body;
  try {
    return JSON.parse(body.toString());
  } catch {
    throw refused('its body is no JSON');
  }
}

function recordOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

function refused(why: string): EarshotError {
  return new EarshotError('usage', 'bad_event', `The request is no event of the bucket: ${why}.`, {
    hint: 'Let the trigger of the bucket send it; see docs/google-cloud.md.',
  });
}
