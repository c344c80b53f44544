import { isoDate, MS_PER_DAY } from './calendar.ts';
import type { ManifestLine } from './dirty/breaks.ts';
import { markText } from './mark.ts';
import type { Piece } from './shard/chunk.ts';
import type { Merge, MergedPiece } from './shard/merge.ts';

/** A file never holds more sessions than this, so that one is read, and written, in little memory. */
export const MAX_SESSIONS_PER_FILE = 2000;

export interface SessionFile {
  /** `2025/03/09/calls-20250309-c0ffee42-0001.json` */
  readonly object: string;
  readonly bytes: Uint8Array;
  readonly pieces: readonly Piece[];
  /** What was broken in it on purpose. */
  readonly broken: readonly ManifestLine[];
}

const OPEN = Buffer.from('[\n');
const BETWEEN = Buffer.from(',\n');
const CLOSE = Buffer.from('\n]\n');

/** A file as it fills. */
class Draft {
  private readonly parts: Uint8Array[] = [];
  private readonly pieces: Piece[] = [];
  readonly day: number;
  readonly numberOfDay: number;
  private readonly mark: number;

  constructor(mark: number, day: number, numberOfDay: number) {
    this.mark = mark;
    this.day = day;
    this.numberOfDay = numberOfDay;
  }

  get isFull(): boolean {
    return this.pieces.length === MAX_SESSIONS_PER_FILE;
  }

  add({ piece, bytes }: MergedPiece): void {
    this.parts.push(this.pieces.length === 0 ? OPEN : BETWEEN, bytes);
    this.pieces.push(piece);
  }

  file(): SessionFile {
    const date = isoDate(this.day);
    const number = String(this.numberOfDay).padStart(4, '0');
    const name = `calls-${date.replaceAll('-', '')}-${markText(this.mark)}-${number}.json`;
    const object = `${date.replaceAll('-', '/')}/${name}`;
    const bytes = Buffer.concat([...this.parts, CLOSE]);
    return { object, bytes, pieces: this.pieces, broken: brokenRecords(object, this.pieces) };
  }
}

/** A record that stands there twice counts as two. */
function brokenRecords(object: string, pieces: readonly Piece[]): ManifestLine[] {
  let record = 0;
  return pieces.flatMap(({ broken, sessionId }) => {
    record++;
    if (broken === null) return [];
    const line = { object, record, session_ids: [sessionId], ...broken };
    if (broken.expected.outcome === 'repeated') record++;
    return [line];
  });
}

/** The calls as files: each of one day (of the start, in UTC), in order. @param mark in their names */
export async function* sessionFiles(merge: Merge, mark: number): AsyncGenerator<SessionFile> {
  let draft: Draft | null = null;
  for await (const run of merge.inOrder()) {
    for (const merged of run) {
      const day = Math.floor(merged.piece.startMs / MS_PER_DAY);
      if (draft !== null && (draft.day !== day || draft.isFull)) {
        yield draft.file();
        draft = new Draft(mark, day, draft.day === day ? draft.numberOfDay + 1 : 1);
      }
      draft ??= new Draft(mark, day, 1);
      draft.add(merged);
    }
  }
  if (draft !== null) yield draft.file();
}
