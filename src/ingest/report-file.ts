import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { EarshotError, messageOf } from '../base/errors.ts';
import type { IngestReport } from './report.ts';

/** Writes the run's report whole or not at all, and returns its path. @throws EarshotError `report_unwritable`. */
export async function writeReport(etlDir: string, report: Omit<IngestReport, 'reportFile'>): Promise<string> {
  const path = join(etlDir, `ingest-${report.startedAt.replace(/[:.]/g, '-')}.json`);
  try {
    await mkdir(etlDir, { recursive: true });
    await writeFileAtomic(path, `${JSON.stringify(report, null, 2)}\n`);
  } catch (cause) {
    throw new EarshotError(
      'environment',
      'report_unwritable',
      `The run's report ${path} can't be written: ${messageOf(cause)}`,
      {
        cause,
        hint: 'The data itself is committed. Free the disk or mend the permission; `earshot status` shows what is loaded.',
      },
    );
  }
  return path;
}
