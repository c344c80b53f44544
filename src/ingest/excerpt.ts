import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import { HIDDEN_ID } from '../contract/batch.ts';
import type { ObjectVersion, Store } from '../store/store.ts';
import { ChangeLog } from './clean/changes.ts';
import { cleanCustomerId, withheldIdSet } from './clean/customer.ts';
import { redactedLines, redactedRecord } from './clean/redact-record.ts';
import { pseudonymOf } from './pseudonym.ts';
import { objectTooLarge, type ReadLimits, readObject } from './read-object.ts';
import { openSource } from './source.ts';

const MAX_CHARS = 4_000;

interface Place {
  readonly object: string;
  readonly generation: string;
  readonly position: number;
}

type Settings = ReadLimits &
  Pick<Config, 'customerKey' | 'withheldCustomerIds'> & { readonly isErased: (id: string) => boolean };

/** A record of the quarantine as its object holds it, redacted and cut; null when the bucket holds another generation, or none. */
export async function excerptOf(store: Store, place: Place, settings: Settings): Promise<string | null> {
  const version = await store.find(place.object);
  if (version?.generation !== place.generation) return null;
  try {
    return await excerptOfVersion(store, version, place, settings);
  } catch (error) {
    if (error instanceof EarshotError && error.code === 'generation_gone') return null;
    throw error;
  }
}

async function excerptOfVersion(
  store: Store,
  version: ObjectVersion,
  place: Place,
  settings: Settings,
): Promise<string> {
  const found = await recordAt(store, version, place.position, settings);
  if (found === null) return 'Nothing of the object can be shown.';
  if ('value' in found) return cut(redactedRecord(concealed(found.value, settings)));
  if (found.text === null) return 'The record is too large to show a part of it.';
  // Twice of what is shown: a number that the cut halves lies behind what is shown.
  const text = found.text.toString('utf8', 0, 8 * MAX_CHARS).slice(0, 2 * MAX_CHARS);
  if (idsIn(text).some(settings.isErased))
    return 'It names a customer who was erased: nothing of it is shown.';
  return cut(redactedLines(settings.customerKey === null ? text : withoutIds(text)));
}

/** After redaction: a number that the cut halves would not be seen as one. */
const cut = (text: string): string => (text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}\n… cut` : text);

type Found = { readonly value: unknown } | { readonly text: Buffer | null };

/** The record at a position, from 1, or how the stretch begins that is none; null where nothing of the object is read. */
async function recordAt(
  store: Store,
  version: ObjectVersion,
  position: number,
  settings: Settings,
): Promise<Found | null> {
  let found: Found | null = null;
  let at = 0;
  if (objectTooLarge(version.sizeBytes, settings) !== null) return null;
  const source = await openSource(store, version, settings);
  const { refusal } = await readObject(source, version.sizeBytes, settings, (record, _line, text) => {
    at += 1;
    if (at !== position) return;
    if ('value' in record) found = record;
    else if (text) {
      const bytes = text();
      found = { text: bytes && Buffer.from(bytes.subarray(0, 8 * MAX_CHARS)) };
    }
  });
  return refusal === null ? found : null;
}

/** Under a key the raw id of a customer is shown nowhere. */
function concealed(value: unknown, { customerKey, withheldCustomerIds }: Settings): unknown {
  if (customerKey === null || typeof value !== 'object' || value === null || !('customer_id' in value))
    return value;
  const id = cleanCustomerId(value.customer_id, withheldIdSet(withheldCustomerIds), new ChangeLog());
  return { ...value, customer_id: id === null ? null : pseudonymOf(id, customerKey) };
}

const ID_MEMBER = /(customer_id\W{0,40}?[:=]\s{0,40}\\{0,8})("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s,;}\]]+)/gi;
/** A shorter word stands for much else. */
const SHORTEST_ID = 3;

const idsIn = (text: string): string[] =>
  [...text.matchAll(ID_MEMBER)].map(([, , value = '']) => value.replace(/["'\\]/g, '').trim());

/** Of a text that is no record: where it names a customer_id, and wherever else that id stands. */
function withoutIds(text: string): string {
  const hidden = text.replace(ID_MEMBER, `$1"${HIDDEN_ID}"`);
  return idsIn(text)
    .filter((id) => id.length >= SHORTEST_ID)
    .reduce((rest, id) => rest.replaceAll(id, HIDDEN_ID), hidden);
}
