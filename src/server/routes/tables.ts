import { Type } from '@fastify/type-provider-typebox';
import type { TableRows } from '../api.ts';
import type { AddRoutes } from '../app.ts';
import { columnsOf, pageEnd, pageRows, TABLES } from '../public-rows.ts';
import { responses, strict } from '../schema/shared.ts';
import { TableRowsSchema } from '../schema/tables.ts';
import { visitorOf } from '../visitors.ts';

const DEFAULT_LIMIT = 1000;

const SCHEMA = {
  summary:
    'The rows of a public table, in order of session or customer and page by page, which never tears one of them',
  params: strict({ table: Type.Union(TABLES.map((name) => Type.Literal(name))) }),
  querystring: strict({
    columns: Type.Optional(Type.String({ description: 'Comma-separated; all when absent.' })),
    after: Type.Optional(Type.String({ description: '`next` of the page before; absent for the first.' })),
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 50_000,
        description: 'Sessions, or customers, of a page; 1000 by default.',
      }),
    ),
  }),
  response: responses(TableRowsSchema),
};

export const tablesRoute: AddRoutes = (app, { warehouse, audit }) => {
  app.get(
    '/tables/:table',
    { schema: SCHEMA, config: { access: 'analyst' } },
    async (request): Promise<TableRows> => {
      const { params, query } = request;
      const { limit = DEFAULT_LIMIT } = query;
      const columns = columnsOf(params.table, query.columns);
      const page = { table: params.table, columns, after: query.after ?? null, limit };
      const dataVersion = await warehouse.version();
      const [end] = await warehouse.query(pageEnd(page));
      if (!end || end.last === null) return { columns, rows: [], next: null, dataVersion };
      const last = String(end.last);
      const rows = await warehouse.query(pageRows(page, last, warehouse.dialect));
      await audit.opened(visitorOf(request), 'table', {
        table: params.table,
        columns: columns.join(),
        after: page.after,
        rows: rows.length,
      });
      return {
        columns,
        rows: rows.map((row) => columns.map((name) => row[name] ?? null)),
        next: Number(end.ids) < limit ? null : last,
        dataVersion,
      };
    },
  );
};
