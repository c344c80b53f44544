import { EarshotError } from '../base/errors.ts';

/** The limit of GCS, so that a bucket can move there. */
const MAX_NAME_BYTES = 1024;

/** Names that a store hides: half-written files, and what tools and people keep beside the data. */
export function isHiddenName(segment: string): boolean {
  return segment.startsWith('.') || segment.endsWith('.tmp');
}

/**
 * Object names come from feeds and from people: one that could leave the bucket, or that `list` would never show, is refused.
 * @throws EarshotError `bad_object_name`
 */
export function checkObjectName(object: string): void {
  const problem = problemOf(object);
  if (problem === undefined) return;
  throw new EarshotError('usage', 'bad_object_name', `The object name ${shown(object)} ${problem}.`, {
    hint: 'Use names like 2025/01/31/calls-0001.json, with / between folders.',
  });
}

export function isObjectName(object: string): boolean {
  return problemOf(object) === undefined;
}

function problemOf(object: string): string | undefined {
  if (object === '') return 'is empty';
  if (Buffer.byteLength(object) > MAX_NAME_BYTES) return `is longer than ${MAX_NAME_BYTES} bytes`;
  // A lone surrogate has no UTF-8 form; line breaks and NUL are refused by GCS and by file systems.
  if (/[\p{Surrogate}\0\r\n]/u.test(object)) return 'holds a character that no bucket takes';
  if (object.includes('\\')) return 'holds a backslash';
  const segments = object.split('/');
  if (segments.includes('')) return 'is absolute, or has an empty part';
  if (segments.some((segment) => segment === '.' || segment === '..')) return 'leads out of its folder';
  if (segments.some(isHiddenName)) return 'has a part that starts with a dot or ends with .tmp';
  return undefined;
}

function shown(object: string): string {
  return JSON.stringify(object.length > 120 ? `${object.slice(0, 120)}…` : object);
}

/** The order of the names' UTF-8 bytes; JavaScript's own order differs above U+FFFF. */
export function compareNames(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
