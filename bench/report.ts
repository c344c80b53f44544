import Table from 'cli-table3';

/** Rows of the same columns under a title. */
export function printTable(title: string, rows: readonly Record<string, string | number>[]): void {
  const head = Object.keys(rows[0] ?? {});
  const table = new Table({
    head,
    style: { head: [], border: [] },
    colAligns: head.map((_, i) => (i === 0 ? 'left' : 'right')),
  });
  for (const row of rows) table.push(head.map((name) => String(row[name] ?? '')));
  process.stdout.write(`\n${title}\n${table.toString()}\n`);
}

/** A bench prints a table, and last one JSON line for programs. */
export function printReport(
  title: string,
  rows: readonly Record<string, string | number>[],
  line: Record<string, unknown>,
): void {
  printTable(title, rows);
  process.stdout.write(`${JSON.stringify(line)}\n`);
}
