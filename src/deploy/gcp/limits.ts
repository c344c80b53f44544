import { commitBytes, FILES_PER_COMMIT } from './commit-bytes.ts';
import { ASSUMED, type Volume } from './volume.ts';

/** Of deploy/gcp/variables.tf: most bytes that a commit may read. */
export const COMMIT_MAX_BYTES = 2 ** 40;
/** A run of the committer ends by itself after that. */
const RUN_SEC = 25 * 60;
const TIB = 2 ** 40;

/** What would not go well at a volume, and what to do; for a person. */
export function limitsMet(volume: Volume): readonly string[] {
  return [...tooManyBytes(volume), ...tooManyFiles(volume)];
}

function tooManyBytes(volume: Volume): readonly string[] {
  const { bytes } = commitBytes(volume);
  if (bytes <= COMMIT_MAX_BYTES) return [];
  return [
    `A commit would read some ${(bytes / TIB).toFixed(1)} TiB, and commit_max_bytes_billed refuses it from 1 TiB on: raise that with an eye on the price, pay BigQuery by capacity, or keep fewer months (earshot retain --months).`,
  ];
}

/** Files that come in between two ticks, and those that one takes in its time. */
function tooManyFiles({ sessionsPerDay, sessionsPerFile, tickMinutes }: Volume): readonly string[] {
  const files = (sessionsPerDay / sessionsPerFile) * (tickMinutes / (24 * 60));
  const secPerCommit =
    ASSUMED.commitSec +
    FILES_PER_COMMIT * (ASSUMED.commitSecPerFile + sessionsPerFile * ASSUMED.commitSecPerSession);
  const most = Math.floor(RUN_SEC / secPerCommit) * FILES_PER_COMMIT;
  if (files <= most) return [];
  return [
    `${Math.round(files).toLocaleString('en-US')} files come in between two ticks, and a tick takes some ${most.toLocaleString('en-US')} in its 25 minutes: write more calls to a file, or tick more often.`,
  ];
}
