import { randomUUID } from 'node:crypto';
import { mkdir, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply } from 'fastify';
import { mayDo, type Visitor } from '../access/role.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import type { Services } from './app.ts';
import { dispositionOf, type FileTable, MEDIA_TYPES, stampOf } from './file-table.ts';
import { visitorOf } from './visitors.ts';

/**
 * The table as Parquet. Texts are as they are: no program takes a cell of Parquet for a formula.
 * @throws EarshotError `file_unwritable`
 */
export async function sendParquet(
  reply: FastifyReply,
  table: FileTable,
  { config, log, writeParquet }: Services,
): Promise<FastifyReply> {
  const file = join(config.exportedDir, `${randomUUID()}.parquet`);
  try {
    await mkdir(config.exportedDir, { recursive: true, mode: 0o700 });
    await writeParquet(file, { ...table, metadata: metadataOf(table) });
    const handle = await open(file, 'r');
    // What is open can be read on without its name: it is gone whatever becomes of this answer, or of this process.
    await rm(file, { force: true });
    return reply
      .type(MEDIA_TYPES.parquet)
      .header('content-disposition', dispositionOf(table, 'parquet'))
      .header('content-length', (await handle.stat()).size)
      .send(handle.createReadStream());
  } catch (cause) {
    await rm(file, { force: true }).catch(() => undefined);
    const { exportedDir: dir } = config;
    log.warn('no file for an export', { dir, reason: messageOf(cause) });
    throw unwritable({ visitor: visitorOf(reply.request), dir }, cause);
  }
}

/** Where it lies, which the system's words tell too, is for the log and for who sees the calls. */
function unwritable({ visitor, dir }: { visitor: Visitor; dir: string }, cause: unknown): EarshotError {
  const isTold = mayDo(visitor, 'analyst');
  return new EarshotError(
    'environment',
    'file_unwritable',
    `The file could not be made: ${isTold ? messageOf(cause) : (systemCode(cause) ?? 'it was not written')}.`,
    {
      hint: isTold
        ? `Make room on the disk that holds ${dir}, or ask for CSV, which needs none.`
        : 'Ask who runs this server, whose log says more, or ask for CSV, which needs no file there.',
      cause,
    },
  );
}

/** Names as the stamp of CSV has them. */
function metadataOf(table: FileTable): Record<string, string> {
  const { title, period, timeZone, calls, filters, dataVersion, definitions } = stampOf(table);
  return {
    earshot_title: title,
    earshot_period: period,
    earshot_time_zone: timeZone,
    earshot_calls: calls,
    earshot_filters: filters,
    earshot_data_version: String(dataVersion),
    earshot_definitions: definitions.join('\n'),
  };
}
