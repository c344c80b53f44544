import type { IngestReport } from '../ingest/report.ts';
import { plain } from './terminal.ts';
import { formatBytes, formatCount, formatSeconds } from './values.ts';

/** What a run did, a line per thing that is worth a line. */
export function reportLines(report: IngestReport): string[] {
  const millis = Date.parse(report.finishedAt) - Date.parse(report.startedAt);
  return [
    report.objectsLoaded > 0 ? loaded(report, millis) : nothingNew(report),
    ...quarantined(report),
    ...when(report.objectsGone, (n) => `${n} deleted from the bucket; their rows stay.`),
    ...leftOut(report),
    ...report.objectsWaiting.map(
      ({ object, reason }) => `Waiting for the next run: ${plain(object)}: ${reason}`,
    ),
    ...(report.interrupted ? [interrupted(report)] : []),
    ...(report.reportFile === null ? [] : [`Report: ${report.reportFile}`]),
  ];
}

function loaded({ sessions, objectsLoaded, bytes, objectsUnchanged }: IngestReport, millis: number): string {
  const rate = millis > 0 ? `, ${formatCount((sessions * 1000) / millis)} sessions/s` : '';
  const rest = objectsUnchanged > 0 ? ` ${files(objectsUnchanged)} unchanged.` : '';
  return `Loaded ${formatCount(sessions)} sessions from ${files(objectsLoaded)} (${formatBytes(bytes)}) in ${formatSeconds(millis)}${rate}.${rest}`;
}

function nothingNew({ objectsSeen, bucket }: IngestReport): string {
  return objectsSeen === 0
    ? `No session files in ${bucket}.`
    : `Nothing new: ${files(objectsSeen)} in the bucket.`;
}

function quarantined({ quarantined: records, objectsQuarantined }: IngestReport): string[] {
  if (records === 0 && objectsQuarantined === 0) return [];
  const whole = objectsQuarantined > 0 ? `, ${files(objectsQuarantined)} of them unreadable` : '';
  return [
    `In quarantine: ${formatCount(records)} ${records === 1 ? 'record' : 'records'}${whole}. \`earshot status\` counts the reasons.`,
  ];
}

const MAX_NAMED = 5;

function leftOut({ leftOut: all }: IngestReport): string[] {
  const named = all
    .slice(0, MAX_NAMED)
    .map(({ name, reason }) => `Left out, in no count: ${plain(name)}: ${reason}.`);
  const more = all.length - named.length;
  return more > 0 ? [...named, `And ${formatCount(more)} more; the report names them all.`] : named;
}

function interrupted({ objectsLoaded, objectsSeen }: IngestReport): string {
  return `Interrupted: what was loaded stays (${formatCount(objectsLoaded)} of ${files(objectsSeen)}). \`earshot ingest\` goes on from there.`;
}

function when(count: number, line: (counted: string) => string): string[] {
  return count > 0 ? [line(files(count))] : [];
}

function files(count: number): string {
  return `${formatCount(count)} ${count === 1 ? 'file' : 'files'}`;
}
