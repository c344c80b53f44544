import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import type { ObjectVersion, Store } from '../store/store.ts';
import { ChangeLog } from './clean/changes.ts';
import { cleanCustomerId, withheldIdSet } from './clean/customer.ts';
import { redactedLines, redactedRecord } from './clean/redact-record.ts';
import { pseudonymOf } from './pseudonym.ts';
import { objectTooLarge, type ReadLimits, readObject } from './read-object.ts';
import { openSource } from './source.ts';

const MAX_CHARS = 4_000;
const LINES_AROUND = 3;
/** Larger objects are not read as a whole for a glance at one place. */
const MAX_SHOWN_BYTES = 16 * 1024 * 1024;

interface Place {
  readonly object: string;
  readonly generation: string;
  readonly position: number;
  readonly line: number | null;
}

type Settings = ReadLimits & Pick<Config, 'customerKey' | 'withheldCustomerIds'>;

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
  const value = await recordAt(store, version, place.position, settings);
  if (value !== undefined) return cut(redactedRecord(concealed(value, settings)));
  if (version.sizeBytes > MAX_SHOWN_BYTES)
    return `The object is too large to show a part of it that is no record.`;
  return cut(redactedLines(linesAround(await store.read(version), place.line)));
}

/** After redaction: a number that the cut halves would not be seen as one. */
const cut = (text: string): string => (text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}\n… cut` : text);

/** The record at a position, from 1; undefined where there is none that is JSON. */
async function recordAt(
  store: Store,
  version: ObjectVersion,
  position: number,
  settings: Settings,
): Promise<unknown> {
  let found: unknown;
  let at = 0;
  if (objectTooLarge(version.sizeBytes, settings) !== null) return undefined;
  const source = await openSource(store, version, settings);
  const { refusal } = await readObject(source, version.sizeBytes, settings, (record) => {
    at += 1;
    if (at === position && 'value' in record) found = record.value;
  });
  return refusal === null ? found : undefined;
}

/** Under a key the raw id of a customer is shown nowhere. */
function concealed(value: unknown, { customerKey, withheldCustomerIds }: Settings): unknown {
  if (customerKey === null || typeof value !== 'object' || value === null || !('customer_id' in value))
    return value;
  const id = cleanCustomerId(value.customer_id, withheldIdSet(withheldCustomerIds), new ChangeLog());
  return { ...value, customer_id: id === null ? null : pseudonymOf(id, customerKey) };
}

/** Where no record could be made out: the text around the line of the break. */
function linesAround(bytes: Uint8Array, line: number | null): string {
  const lines = Buffer.from(bytes).toString('utf8').split('\n');
  const first = Math.max(0, (line ?? 1) - 1);
  return (
    lines
      .slice(first, first + LINES_AROUND)
      // Twice of what is shown: a number that the cut halves lies behind what is shown.
      .map((text) => text.slice(0, 2 * MAX_CHARS))
      .join('\n')
  );
}
