import { Type } from '@fastify/type-provider-typebox';
import type { DataTableAnswer, DataTableName } from '../api.ts';
import type { AddRoutes } from '../app.ts';
import { DATA_TABLE_NAMES, DATA_TABLES } from '../data-tables.ts';
import { formatAsked } from '../file-table.ts';
import { responses, strict, Text } from '../schema/shared.ts';
import { DataTableSchema } from '../schema/tables.ts';
import { sendTable } from '../send-table.ts';
import { inZone } from '../source.ts';
import { visitorOf } from '../visitors.ts';
import { readAnnotations } from './annotations.ts';
import { readDayChanges } from './day-changes.ts';
import { readStatus } from './status.ts';

const SCHEMA = {
  summary:
    'A table about the data itself, of all files, records and notes: JSON, or the same as CSV or Parquet',
  body: strict({
    table: Type.Unsafe<DataTableName>(Type.Union(DATA_TABLE_NAMES.map((name) => Type.Literal(name)))),
    timeZone: Type.Optional(Text),
  }),
  response: responses(DataTableSchema),
};

/** Asked anew each time: files come to wait, and go, without a new version of the data. */
export const dataTablesRoute: AddRoutes = (app, services) => {
  app.post('/data-tables', { schema: SCHEMA, config: { access: 'viewer' } }, async (request, reply) => {
    const { table: name, ...asked } = request.body;
    const scope = inZone(asked, services);
    const [status, changes, annotations] = await Promise.all([
      readStatus(services, visitorOf(request)),
      readDayChanges(services),
      readAnnotations(services),
    ]);
    const { dataVersion } = status;
    const table = { ...DATA_TABLES[name]({ status, changes, annotations }), scope, dataVersion };
    const format = formatAsked(request);
    if (format !== null) return sendTable(reply, table, format, services);
    const columns = table.columns.map((column) => column.name);
    return { title: table.title, columns, rows: table.rows, dataVersion } satisfies DataTableAnswer;
  });
};
