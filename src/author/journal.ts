import type { Settlement } from './settlement.ts';

export interface WrittenObject {
  readonly kind: 'written';
  readonly object: string;
  readonly generation: string;
}

export type JournalEntry = Settlement | WrittenObject;

/** What runs of the same options have settled and written so far, kept outside of the process. */
export interface Journal {
  readonly settled: ReadonlyMap<string, Settlement>;
  /** Generations of the files that were written, by object. */
  readonly written: ReadonlyMap<string, string>;
  /** Returns once the entry would outlive this process. */
  add(entry: JournalEntry): void;
}

/** A line of a journal; null for anything that is none, as the last one of a run that was killed. */
export function journalEntry(line: string): JournalEntry | null {
  let value: Partial<Record<string, unknown>> | null;
  try {
    value = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  const { kind, session_id, asks, texts, reasons, object, generation } = value;
  if (kind === 'written' && typeof object === 'string' && typeof generation === 'string') {
    return { kind, object, generation };
  }
  if (typeof session_id !== 'string' || typeof asks !== 'number') return null;
  if (kind === 'accepted' && isTexts(texts)) return { kind, session_id, asks, texts };
  return kind === 'refused' && Array.isArray(reasons) ? { kind, session_id, asks, reasons } : null;
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

/** The entries of a journal, a later one in the place of an earlier one. */
export function journalOf(lines: readonly string[]): Pick<Journal, 'settled' | 'written'> {
  const settled = new Map<string, Settlement>();
  const written = new Map<string, string>();
  for (const line of lines) {
    const entry = journalEntry(line);
    if (entry?.kind === 'written') written.set(entry.object, entry.generation);
    else if (entry) settled.set(entry.session_id, entry);
  }
  return { settled, written };
}
