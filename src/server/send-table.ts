import type { FastifyReply } from 'fastify';
import type { Services } from './app.ts';
import { sendCsv } from './csv.ts';
import type { FileFormat, FileTable } from './file-table.ts';
import { sendParquet } from './parquet.ts';

export const sendTable = (
  reply: FastifyReply,
  table: FileTable,
  format: FileFormat,
  services: Services,
): FastifyReply | Promise<FastifyReply> =>
  format === 'csv' ? sendCsv(reply, table) : sendParquet(reply, table, services);
