import { parseJson } from './read-json.ts';
import { pastSpace } from './read-lines.ts';
import { MAX_RECORD_BYTES } from './read-split.ts';
import type { Window } from './read-window.ts';

const NEWLINE = 0x0a;
const OPEN_OBJECT = 0x7b;

/**
 * Whether a text that is no array is NDJSON, or objects that may go over lines: NDJSON when a line of it is a session, or when
 * all of several begin an object. It looks at as many lines as one record may be long.
 */
export class FormFinder {
  #at = 0;
  #areObjects = true;
  #lines = 0;

  /** Null while the window does not tell; its mark must stay. */
  find(window: Window, isEnd: boolean, maxDepth: number): 'lines' | 'sequence' | null {
    for (;;) {
      const from = window.mark + this.#at;
      const newline = window.bytes.indexOf(NEWLINE, from);
      if (newline < 0 && !isEnd && window.bytes.length - from <= MAX_RECORD_BYTES) return null;
      const end = newline < 0 ? window.bytes.length : newline;
      if (this.#isSession(window, from, end, maxDepth)) return 'lines';
      this.#at = end + 1 - window.mark;
      if (newline < 0 || this.#at > MAX_RECORD_BYTES) {
        return this.#areObjects && this.#lines > 1 ? 'lines' : 'sequence';
      }
    }
  }

  /** Lines of a pretty-printed object may be JSON too, but none of them is a session. */
  #isSession(window: Window, from: number, end: number, maxDepth: number): boolean {
    const start = pastSpace(window.bytes, from, end);
    if (start === end) return false;
    this.#lines += 1;
    if (window.bytes[start] !== OPEN_OBJECT) {
      this.#areObjects = false;
      return false;
    }
    if (end - start > MAX_RECORD_BYTES) return false;
    const record = parseJson(window.bytes.subarray(start, end), maxDepth);
    return 'value' in record && Object.hasOwn(Object(record.value), 'session_id');
  }
}
