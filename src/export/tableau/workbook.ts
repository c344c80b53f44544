import type { Table } from '../../contract/columns.ts';
import { element, type Xml } from '../xml.ts';
import { actions } from './actions.ts';
import type { Connection } from './connection.ts';
import { dashboard } from './dashboard.ts';
import { datasource } from './datasource.ts';
import { SHEETS } from './sheets.ts';
import { TABLEAU_VERSION } from './version.ts';
import { windows } from './windows.ts';
import { worksheet } from './worksheet.ts';

/** The workbook, whole: the same tables and connection give the same bytes. */
export function workbookXml(tables: readonly Table[], connection: Connection): string {
  const workbook = element(
    'workbook',
    {
      'original-version': TABLEAU_VERSION,
      'source-build': '0.0.0 (0000.0.0.0)',
      'source-platform': 'win',
      version: TABLEAU_VERSION,
      'xmlns:user': 'http://www.tableausoftware.com/xml/user',
    },
    element('document-format-change-manifest', {}, element('ManifestByVersion')),
    element('datasources', {}, datasource(tables, connection)),
    actions(),
    element('worksheets', {}, ...SHEETS.map(worksheet)),
    element('dashboards', {}, dashboard()),
    windows(),
    explainData(),
  );
  return `<?xml version='1.0' encoding='utf-8' ?>\n${workbook}\n`;
}

/** The schema asks for it; explanations would read every column, the transcripts too. */
function explainData(): Xml {
  return element(
    'explain-data',
    { 'enabled-for-viewer': false, 'extreme-values-enabled-for-all': false },
    element('explanation-types'),
  );
}
