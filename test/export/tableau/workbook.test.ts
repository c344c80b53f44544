import { beforeAll, describe, expect, it } from 'vitest';
import { bigQueryConnection, csvConnection } from '../../../src/export/tableau/connection.ts';
import { workbookTables } from '../../../src/export/tableau/tables.ts';
import { workbookXml } from '../../../src/export/tableau/workbook.ts';
import { attribute, below, formulasOf, type Read, readWorkbook } from './read.ts';
import { complaintsOf, tableauSchemas } from './schema.ts';

const TITLE = 'Telecommunications Company - IVR Chatbot Performance Dashboard';
const KPIS = ['Customers', 'Chat Sessions', 'Resolution Rate', 'Escalation Rate', 'Average Call Duration'];
const CHARTS = ['Resolution Rate by Month', 'Resolution Rate by Topic Name', 'Outcomes by Topic Name'];

const all = workbookTables({ transcripts: true });
const few = workbookTables({ transcripts: false });
const connected = workbookXml(all, bigQueryConnection({ project: 'my-project', dataset: 'session_dataset' }));
const packed = workbookXml(few, csvConnection(few));
const WORKBOOKS = { connected, packed };

const NO_SCHEMAS = "Tableau's schemas can't be fetched here: no python3 with pip, or no network";

describe("Tableau's own schema", () => {
  let schemas: ReadonlyMap<string, string> | undefined;
  beforeAll(async () => {
    schemas = await tableauSchemas();
  });

  it.for(Object.entries(WORKBOOKS))(
    'takes the %s workbook, in every version that is published',
    async ([, xml], { skip }) => {
      if (!schemas) return skip(NO_SCHEMAS);
      for (const [name, schema] of schemas) expect(await complaintsOf(xml, schema), name).toEqual([]);
    },
  );

  it('would refuse one that is wrong', async ({ skip }) => {
    if (!schemas) return skip(NO_SCHEMAS);
    const [schema = ''] = schemas.values();
    const wrong = connected.replace("<mark class='Line' />", "<mark class='Wavy' />");
    expect((await complaintsOf(wrong, schema)).join()).toContain('Wavy');
  });
});

describe.each(Object.entries(WORKBOOKS))('the %s workbook', (_name, xml) => {
  const workbook = readWorkbook(xml);

  it('has the sheets, and one dashboard that shows all of them', () => {
    const sheets = workbook.all('worksheet').map((sheet) => attribute(sheet, 'name'));
    expect(sheets).toEqual([...KPIS, ...CHARTS]);
    const [dashboard] = workbook.all('dashboard');
    expect(dashboard && attribute(dashboard, 'name')).toBe(TITLE);
    const shown = workbook.all('zone').filter((zone) => !zone.hasAttribute('type-v2'));
    expect(shown.map((zone) => attribute(zone, 'name'))).toEqual(sheets);
  });

  it('names no field, use or sheet that is not there', () => {
    expect(strayUses(workbook)).toEqual([]);
    expect(strayFields(workbook)).toEqual([]);
    const sheets = new Set([TITLE, ...KPIS, ...CHARTS]);
    for (const name of ['window', 'viewpoint', 'zone'])
      for (const element of workbook.all(name))
        if (element.hasAttribute('name')) expect(sheets).toContain(attribute(element, 'name'));
  });

  it('declares on each sheet every field that a formula there names', () => {
    for (const sheet of workbook.all('worksheet')) {
      const declared = new Set(below(sheet, 'column').map((column) => attribute(column, 'name')));
      const named = below(sheet, 'calculation').flatMap(
        (of) => attribute(of, 'formula').match(/\[[^\]]+\]/g) ?? [],
      );
      expect(named.filter((name) => !declared.has(name))).toEqual([]);
    }
  });

  it('filters all sheets by the same fields, each shown beside them', () => {
    const groups = workbook.all('worksheet').map((sheet) =>
      below(sheet, 'filter')
        .filter((filter) => filter.hasAttribute('filter-group'))
        .map((filter) => `${attribute(filter, 'filter-group')} ${attribute(filter, 'column')}`),
    );
    expect(new Set(groups.map((group) => group.join())).size).toBe(1);
    const shown = workbook.all('zone').filter((zone) => attribute(zone, 'type-v2') === 'filter');
    expect(shown.map((zone) => attribute(zone, 'param'))).toEqual(
      groups[0]?.map((text) => text.replace(/^\d+ /, '')),
    );
  });

  it('highlights a topic and an outcome on the whole dashboard', () => {
    const brushes = workbook.all('action').map((action) => ({
      on: below(action, 'source').map((source) => attribute(source, 'dashboard')),
      params: Object.fromEntries(
        below(action, 'param').map((param) => [attribute(param, 'name'), attribute(param, 'value')]),
      ),
    }));
    expect(brushes.map(({ params }) => params['field-captions'])).toEqual([
      'Topic Name',
      'resolution_status',
    ]);
    for (const { on, params } of brushes) expect([...on, params.target]).toEqual([TITLE, TITLE]);
  });

  it('colours outcomes as the dashboard does, in that order', () => {
    const maps = workbook.all('map').filter((map) => map.hasAttribute('to'));
    expect(maps.slice(0, 3).map((map) => [map.textContent?.trim(), attribute(map, 'to')])).toEqual([
      ['"Resolved"', '#2f80c2'],
      ['"Escalated"', '#c96a00'],
      ['"Abandoned"', '#3f3f46'],
    ]);
  });
});

it('the connected workbook reads the public tables of the dataset with the native connector', () => {
  const [connection] = readWorkbook(connected)
    .all('named-connection')
    .flatMap((named) => below(named, 'connection'));
  expect(connection && attribute(connection, 'class')).toBe('bigquery');
  expect(connected).toContain("table='[my-project.session_dataset].[raw_session_data]'");
  expect(connected).not.toMatch(/password|token|secret/i);
});

it('the packed workbook describes neither what was said nor the transcript', () => {
  expect(packed).not.toMatch(/\[(conversation|text)\]/);
  expect(connected).toMatch(/\[conversation\]/);
});

/** Uses on shelves, filters, sorts and lines that the sheet does not declare. */
function strayUses(workbook: Read): readonly string[] {
  return workbook.all('worksheet').flatMap((sheet) => {
    const declared = new Set(below(sheet, 'column-instance').map((use) => attribute(use, 'name')));
    const text = sheet.toString().replaceAll('&lt;', '<');
    const named = [...text.matchAll(/\[federated\.earshot\]\.(\[[^\]]+\])/g)].map(([, use = '']) => use);
    return named.filter((use) => !declared.has(use)).map((use) => `${attribute(sheet, 'name')}: ${use}`);
  });
}

/** Columns that uses or formulas name and the data source does not have. */
function strayFields(workbook: Read): readonly string[] {
  const [source] = workbook.all('datasource');
  const there = new Set((source ? below(source, 'column') : []).map((column) => attribute(column, 'name')));
  const used = workbook.all('column-instance').map((use) => attribute(use, 'column'));
  const inFormulas = [...formulasOf(workbook).values()].flatMap(
    (formula) => formula.match(/\[[^\]]+\]/g) ?? [],
  );
  return [...used, ...inFormulas].filter((name) => !there.has(name));
}
