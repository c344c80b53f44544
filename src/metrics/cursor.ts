import { usage } from './usage.ts';

/** The last call of a page: the next page begins after it. */
export interface Cursor {
  /** Its number in the order of the list. */
  readonly rank: number;
  readonly startMs: number;
  readonly sessionId: string;
}

export function encodeCursor({ rank, startMs, sessionId }: Cursor): string {
  return Buffer.from(JSON.stringify([rank, startMs, sessionId])).toString('base64url');
}

/** @throws EarshotError `bad_cursor` */
export function decodeCursor(text: string): Cursor {
  const [rank, startMs, sessionId] = parsed(text);
  if (!isNumber(rank) || !isNumber(startMs) || typeof sessionId !== 'string') {
    throw usage(
      'bad_cursor',
      'The cursor does not come from an earlier page.',
      'Pass nextCursor of the page before, or none.',
    );
  }
  return { rank, startMs, sessionId };
}

/** Milliseconds of four-digit years, roughly: what every engine reads as a time. */
const MAX_RANK = 250_000_000_000_000;

const isNumber = (value: unknown): value is number =>
  Number.isSafeInteger(value) && Math.abs(Number(value)) <= MAX_RANK;

function parsed(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(value) && value.length === 3 ? value : [];
  } catch {
    return [];
  }
}
