import { textLiteral, timestampLiteral } from './literal.ts';

/** @param detail counts and names of ours; nothing of a caller */
export function addJournal(
  now: string,
  kind: 'erase' | 'retain' | 'drop',
  detail: Readonly<Record<string, string | number>>,
): string {
  // By position: `at` is a word of some parsers, quoted or not.
  return `INSERT INTO journal
SELECT ${timestampLiteral(now)}, ${textLiteral(kind)}, ${textLiteral(JSON.stringify(detail))}`;
}
