import type { Row } from './evaluate.ts';

/** RFC 4180 as a reader of text files takes it: an empty cell is null. Values of `numbers` are numbers. */
export function parseCsv(text: string, numbers: readonly string[] = []): readonly Row[] {
  const [header = [], ...lines] = cellsOf(text);
  return lines.map((cells) =>
    Object.fromEntries(
      header.map((name, index) => {
        const cell = cells[index] ?? '';
        if (cell === '') return [name, null];
        return [name, numbers.includes(name) ? Number(cell) : cell];
      }),
    ),
  );
}

export function cellsOf(text: string): readonly (readonly string[])[] {
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/y;
  const lines: string[][] = [];
  let line: string[] = [];
  while (cell.lastIndex < text.length) {
    const match = cell.exec(text);
    if (!match) throw new Error('not RFC 4180');
    line.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === ',') continue;
    lines.push(line);
    line = [];
  }
  return lines;
}
