import type { AuthoringRun } from '../app/authoring.ts';
import { plain } from './terminal.ts';
import { formatBytes, formatCount, formatSeconds } from './values.ts';

/** What a run of the author did, a line per thing that is worth a line. */
export function authoringLines({ log, logFile, truthFile }: AuthoringRun): string[] {
  const { calls, files, startedAt, finishedAt, authorOptions, interrupted } = log;
  const millis = Date.parse(finishedAt) - Date.parse(startedAt);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const worded = calls.accepted + calls.repaired;
  const written = `${formatCount(files.length)} ${files.length === 1 ? 'file' : 'files'}, ${formatBytes(bytes)}`;
  return [
    `${plain(authorOptions.model)} worded ${formatCount(worded)} calls in ${formatSeconds(millis)} (${written}): ${formatCount(calls.accepted)} at once, ${formatCount(calls.repaired)} when asked again.`,
    ...(calls.earlier > 0 ? [`${formatCount(calls.earlier)} were settled by earlier runs.`] : []),
    ...(calls.refused > 0 ? [refused(calls.refused, log.misfits)] : []),
    spent(log),
    ...(interrupted ? [`Stopped early. ${authoringState({ log, logFile })}`] : [`Log: ${logFile}`]),
    ...(truthFile === null ? [] : [`Truth: ${truthFile}`]),
  ];
}

function refused(count: number, misfits: AuthoringRun['log']['misfits']): string {
  const reasons = Object.entries(misfits).map(([kind, times]) => `${kind} ${times}`);
  return `${formatCount(count)} are left out: no answer fitted them (${reasons.join(', ')}).`;
}

function spent({ tokens, cost, latency }: AuthoringRun['log']): string {
  const guess = tokens.hasEstimates ? ', some of them estimated' : '';
  const money = cost === null ? '' : `; cost ${cost.toFixed(4)}`;
  const { p50Ms, p95Ms } = latency;
  const times =
    p50Ms === null || p95Ms === null
      ? ''
      : ` Answers took ${formatSeconds(p50Ms)} (p95 ${formatSeconds(p95Ms)}).`;
  return `Tokens: ${formatCount(tokens.input)} in, ${formatCount(tokens.output)} out${guess}${money}.${times}`;
}

/** What is there after a run that did not come to its end. */
export function authoringState({ log, logFile }: Pick<AuthoringRun, 'log' | 'logFile'>): string {
  const { planned, earlier, accepted, repaired, refused: leftOut } = log.calls;
  const settled = earlier + accepted + repaired + leftOut;
  if (settled === planned) return `All ${formatCount(planned)} calls are settled. Log: ${logFile}`;
  const so =
    settled === 0
      ? 'No call is settled, and nothing is written'
      : `${formatCount(settled)} of ${formatCount(planned)} calls are settled, every file in the bucket is whole`;
  const rest = settled === 0 ? '' : ', and the same command goes on from there';
  return `${so}${rest}. Log: ${logFile}`;
}
