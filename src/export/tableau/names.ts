import { createHash } from 'node:crypto';

export const WORKBOOK_TITLE = 'Telecommunications Company - IVR Chatbot Performance Dashboard';

/** The name by which sheets speak of the one data source. */
export const DATASOURCE = 'federated.earshot';
export const DATASOURCE_CAPTION = 'Earshot: sessions of the IVR chatbot';

/** Full name of a field or of its use, as shelves and filters write it. */
export const inSource = (name: string): string => `[${DATASOURCE}].${name}`;

/** Tableau knows sheets by such ids; the same name gives the same one, so that the same command writes the same bytes. */
export function simpleId(of: string): string {
  const hex = createHash('sha256').update(`earshot ${of}`).digest('hex').toUpperCase();
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)];
  return `{${parts.join('-')}}`;
}

/** Id of a table among the relationships. */
export function objectId(table: string): string {
  return `${table}_${simpleId(`table ${table}`).replaceAll(/[{}-]/g, '')}`;
}
