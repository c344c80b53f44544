import { usage } from './usage.ts';

/** The last call of a page: the next page begins after it. */
export interface Cursor {
  readonly startMs: number;
  readonly sessionId: string;
}

export function encodeCursor({ startMs, sessionId }: Cursor): string {
  return Buffer.from(JSON.stringify([startMs, sessionId])).toString('base64url');
}

/** @throws EarshotError `bad_cursor` */
export function decodeCursor(text: string): Cursor {
  const [startMs, sessionId] = parsed(text);
  if (!Number.isSafeInteger(startMs) || Math.abs(Number(startMs)) > MAX_MS || typeof sessionId !== 'string') {
    throw usage(
      'bad_cursor',
      'The cursor does not come from an earlier page.',
      'Pass nextCursor of the page before, or none.',
    );
  }
  return { startMs: Number(startMs), sessionId };
}

/** Timestamps of four-digit years, roughly: what every engine reads. */
const MAX_MS = 250_000_000_000_000;

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) && value.length === 2 ? value : [];
  } catch {
    return [];
  }
}
