type Cell = string | number | boolean | null;

/**
 * RFC 4180, for Tableau, which takes every cell as data and none for a formula. A text stays as it is: an apostrophe before
 * one that a spreadsheet would take for a formula would make it another topic or another customer.
 */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  return /[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Tableau reads no zone in a text file: the instant in UTC, without one. */
export function csvInstant(iso: string): string {
  return iso.replace('T', ' ').replace(/(\.000)?Z$/, '');
}
