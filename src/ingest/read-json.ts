import { isUtf8 } from 'node:buffer';
import type { QuarantineReason } from '../contract/rules.ts';
import { depthDetail } from './clean/limits.ts';
import { isDeeper } from './read-nesting.ts';
import { MAX_RECORD_BYTES, type Stretch } from './read-split.ts';
import { jsonTextOf } from './read-text.ts';

/** Why an object, or a stretch of it, is not a record. */
export interface Fault {
  readonly reason: QuarantineReason;
  readonly detail: string;
}

/** A record's JSON value, or why there is none. */
export type ReadRecord = { readonly value: unknown } | Fault;

const NOT_UTF8: Fault = { reason: 'not_utf8', detail: 'The bytes of the record are not UTF-8 text.' };
const NOT_JSON: Fault = { reason: 'not_json', detail: 'The text of the record is not JSON.' };
const TOO_LARGE: Fault = {
  reason: 'record_too_large',
  detail: `The record is larger than ${MAX_RECORD_BYTES / 1024 / 1024} MiB.`,
};

/** Below it a text of nothing but brackets takes some MB to parse; above, brackets are counted first. */
const HARMLESS_BYTES = 1024 * 1024;

const tooDeep = (maxDepth: number): Fault => ({ reason: 'too_deep', detail: depthDetail(maxDepth) });

/** The parser's own message would quote the text, so it is not passed on. */
export function parseJson(bytes: Buffer, maxDepth: number): ReadRecord {
  const text = jsonTextOf(bytes);
  if (text === null) return NOT_UTF8;
  if (bytes.length > HARMLESS_BYTES && isDeeper(bytes, maxDepth)) return tooDeep(maxDepth);
  try {
    return { value: JSON.parse(text) };
  } catch {
    return NOT_JSON;
  }
}

/** A text of some MB; null when it is not JSON as a whole. */
export function parseWhole(text: Buffer): { readonly value: unknown } | null {
  const record = jsonTextOf(text);
  if (record === null) return null;
  try {
    return { value: JSON.parse(record) };
  } catch {
    return null;
  }
}

/** What a stretch of the window holds. */
export function readStretch(
  window: { readonly bytes: Buffer },
  stretch: Stretch,
  maxDepth: number,
): ReadRecord {
  const { from, to, fault, unheld } = stretch;
  if (unheld?.is === 'too large' && fault === undefined) return TOO_LARGE;
  if (unheld?.is === 'not UTF-8') return NOT_UTF8;
  const bytes = window.bytes.subarray(from, to);
  if (fault === undefined) return parseJson(bytes, maxDepth);
  return unheld !== undefined || isUtf8(bytes) ? { reason: 'not_json', detail: fault } : NOT_UTF8;
}
