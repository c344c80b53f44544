import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Client } from '../app/connect.ts';
import { EarshotError } from '../base/errors.ts';
import type { Table } from '../contract/columns.ts';
import { parseBigQueryDataset } from '../export/bigquery-dataset.ts';
import { type OutputFile, requireFree, writeOutput } from '../export/output-file.ts';
import { writePackage } from '../export/package.ts';
import { bigQueryConnection } from '../export/tableau/connection.ts';
import { packagedWorkbook } from '../export/tableau/extract.ts';
import { WORKBOOK_TITLE } from '../export/tableau/names.ts';
import { workbookTables } from '../export/tableau/tables.ts';
import { workbookXml } from '../export/tableau/workbook.ts';
import type { TableRows } from '../server/api.ts';
import { withReader } from './client.ts';
import type { CommandContext } from './context.ts';
import { printResult } from './result.ts';
import { orInterrupted } from './steps.ts';
import { formatCount } from './values.ts';

export async function run(context: CommandContext): Promise<void> {
  const { argument = '', options } = context;
  if (argument !== 'tableau') {
    throw new EarshotError('usage', 'unknown_format', `Nothing is exported as "${argument}".`, {
      hint: 'Known: tableau. Tables as CSV: the dashboard, or the API with `accept: text/csv`.',
    });
  }
  const [dataset, extract] = [options.text('bigquery'), options.flag('extract')];
  if ((dataset !== undefined) === extract) throw oneOfTwo(dataset);
  if (dataset !== undefined) return writeConnected(context, dataset);
  return writeExtract(context);
}

function oneOfTwo(dataset: string | undefined): EarshotError {
  const message =
    dataset === undefined
      ? 'Say where Tableau finds the calls: --bigquery PROJECT.DATASET, or --extract to take them along.'
      : '--bigquery and --extract do not go together: a workbook reads BigQuery, or takes the data of the warehouse along.';
  return new EarshotError('usage', 'missing_option', message, {
    hint: 'As in `earshot export tableau --bigquery my-project.session_dataset`.',
  });
}

async function writeConnected(context: CommandContext, dataset: string): Promise<void> {
  if (context.options.flag('transcripts')) {
    throw new EarshotError('usage', 'bad_option', '--transcripts goes with --extract.', {
      hint: 'A workbook on BigQuery reads the tables as they are.',
    });
  }
  const place = parseBigQueryDataset(dataset);
  const tables = workbookTables({ transcripts: true });
  const output = outputOf(context, 'twb');
  const xml = workbookXml(tables, bigQueryConnection(place));
  await writeOutput(output, (path) => writeFile(path, xml, { flag: 'wx' }));
  printResult(context, { file: output.path, ...place }, [
    `${output.path} reads ${place.project}.${place.dataset}: open it in Tableau and sign in to Google.`,
  ]);
}

function outputOf({ options }: CommandContext, ending: 'twb' | 'twbx'): OutputFile {
  const path = resolve(options.text('out') ?? `${WORKBOOK_TITLE}.${ending}`);
  if (path.toLowerCase().endsWith(`.${ending}`)) return { path, force: options.flag('force') };
  throw new EarshotError(
    'usage',
    'bad_option',
    `--out is "${options.text('out')}": its name must end in .${ending}.`,
    {
      hint: 'Tableau tells by the ending what a file is.',
    },
  );
}

async function writeExtract(context: CommandContext): Promise<void> {
  const output = outputOf(context, 'twbx');
  if (!output.force) await requireFree(output.path);
  const tables = workbookTables({ transcripts: context.options.flag('transcripts') });
  const told = { rows: {} as Record<string, number>, versions: new Set<number>() };
  await withReader(context, async (client) => {
    const files = packagedWorkbook(tables, (table) => rowsOf(client, table, context.signal, told));
    const pack = { mtime: context.clock.now(), signal: context.signal };
    await writeOutput(output, (path) => writePackage(path, files, pack));
  });
  const {
    raw_session_data: sessions = 0,
    conversation_data: turns = 0,
    customer_data: customers = 0,
  } = told.rows;
  const moved = told.versions.size > 1;
  printResult(context, { file: output.path, rows: told.rows, movedMeanwhile: moved }, [
    `${output.path} holds ${formatCount(sessions)} sessions, ${formatCount(turns)} turns and ${formatCount(customers)} customers.`,
    ...(moved
      ? [
          'Calls were loaded meanwhile: the newest may lack their turns. Run it again for one state of the data.',
        ]
      : []),
  ]);
}

/** Sessions of a page: with their turns, as much as a second reads and writes. */
const PAGE_IDS = 5000;

async function* rowsOf(
  client: Client,
  table: Table,
  signal: AbortSignal,
  told: { readonly rows: Record<string, number>; readonly versions: Set<number> },
): AsyncGenerator<TableRows['rows']> {
  told.rows[table.name] = 0;
  const columns = table.columns.map(({ name }) => name).join(',');
  let after: string | null = null;
  do {
    const asked = new URLSearchParams({ columns, limit: String(PAGE_IDS), ...(after !== null && { after }) });
    const path = `/api/tables/${table.name}?${asked}`;
    const page: TableRows = await orInterrupted(client.request<TableRows>('GET', path), signal);
    told.versions.add(page.dataVersion);
    told.rows[table.name] = (told.rows[table.name] ?? 0) + page.rows.length;
    yield page.rows;
    after = page.next;
  } while (after !== null);
}
