import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import type { Store } from '../store/store.ts';
import { ChangeLog } from './clean/changes.ts';
import { cleanCustomerId, withheldIdSet } from './clean/customer.ts';
import { redactedLines, redactedRecord } from './clean/redact-record.ts';
import { pseudonymOf } from './pseudonym.ts';
import { readRecords } from './read.ts';

const MAX_CHARS = 4_000;
const LINES_AROUND = 3;

interface Place {
  readonly object: string;
  readonly generation: string;
  readonly position: number;
  readonly line: number | null;
}

type Settings = Pick<Config, 'customerKey' | 'maxObjectBytes' | 'withheldCustomerIds'>;

/** A record of the quarantine as its object holds it, redacted and cut; null when the bucket holds another generation, or none. */
export async function excerptOf(store: Store, place: Place, settings: Settings): Promise<string | null> {
  const version = await store.find(place.object);
  if (version?.generation !== place.generation) return null;
  let bytes: Uint8Array;
  try {
    bytes = await store.read(version);
  } catch (error) {
    if (error instanceof EarshotError && error.code === 'generation_gone') return null;
    throw error;
  }
  const record = readRecords(bytes, settings.maxObjectBytes).at(place.position - 1);
  const text =
    'value' in record
      ? redactedRecord(concealed(record.value, settings))
      : redactedLines(linesAround(bytes, place.line));
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}\n… cut` : text;
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
