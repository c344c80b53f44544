import type { QuarantineExcerpt, QuarantineRecord } from '../server/api.ts';
import { textTable } from './table.ts';
import { plain } from './terminal.ts';
import { formatCount, NO_VALUE } from './values.ts';

export function listText(records: readonly QuarantineRecord[], total: number): string {
  if (records.length === 0) return 'Nothing is in quarantine.\n';
  const table = textTable(
    [
      { head: 'object', align: 'left' },
      { head: 'record', align: 'right' },
      { head: 'line', align: 'right' },
      { head: 'reason', align: 'left' },
      { head: 'detail', align: 'left' },
    ],
    records.map(({ object, position, line, reason, detail, dropped }) => [
      plain(object),
      String(position),
      line === null ? NO_VALUE : String(line),
      dropped ? `${reason} (dropped)` : reason,
      plain(detail ?? ''),
    ]),
  );
  const more =
    total > records.length
      ? `${formatCount(records.length)} of ${formatCount(total)}; --limit shows more.\n`
      : '';
  return `${table}${more}`;
}

export function excerptText({ record, text }: QuarantineExcerpt): string[] {
  const { object, position, line, reason, detail, session_id } = record;
  return [
    `${plain(object)}, record ${position}${line === null ? '' : `, line ${line}`}`,
    `reason      ${reason}`,
    `detail      ${plain(detail ?? NO_VALUE)}`,
    `session_id  ${plain(session_id ?? NO_VALUE)}`,
    '',
    ...(text === null
      ? ['The bucket no longer holds this generation of the object.']
      : text.split('\n').map(plain)),
  ];
}
