/**
 * Literals of scripts, which take no parameters of their own in every engine. Names and texts of strangers are never
 * written so: they are loaded into a table first.
 */
export function timestampLiteral(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) throw new Error('A literal of no time.');
  return `TIMESTAMP '${at.toISOString().replace('T', ' ').replace('Z', '+00:00')}'`;
}

/** Text that Earshot itself has made: codes, and JSON of counts. */
export function textLiteral(text: string): string {
  const escaped = text.replace(/[\\'\n\r]/g, (sign) => ESCAPES[sign] ?? sign);
  return `'${escaped}'`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', "'": "\\'", '\n': '\\n', '\r': '\\r' };
