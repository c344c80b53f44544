import { Type } from '@fastify/type-provider-typebox';
import { DataVersion, NullableText, strict, Text } from './shared.ts';

const Cell = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);

export const DataTableSchema = strict({
  title: Text,
  columns: Type.Array(Text),
  rows: Type.Array(Type.Array(Cell), { description: 'Cells in the order of the columns.' }),
  dataVersion: DataVersion,
});

export const TableRowsSchema = strict({
  columns: Type.Array(Text),
  rows: Type.Array(Type.Array(Cell), {
    description: 'Cells in the order of the columns; instants are ISO 8601 in UTC.',
  }),
  next: NullableText,
  dataVersion: DataVersion,
});
