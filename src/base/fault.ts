/** Places at which a crash must lose nothing and double nothing. */
export const FAULT_POINTS = [
  'listed',
  'read',
  'parsed',
  'staged',
  'batch_uploaded',
  'manifest_written',
  'waiting_marked',
  'commit_begun',
  'rows_loaded',
  'ledger_written',
  'before_commit',
  'after_commit',
  'event_acknowledged',
  'staged_removed',
  'manifest_removed',
  'report_written',
  'rewritten',
  'rename_in',
  'renamed',
] as const;
export type FaultPoint = (typeof FAULT_POINTS)[number];

const armed = parse(process.env.EARSHOT_FAULT);
let hits = 0;

/** Ends the process as `kill -9` would at the hit that EARSHOT_FAULT asks for, as in `before_commit:2`; else does nothing. */
export function faultPoint(point: FaultPoint): void {
  if (armed === null || (armed.point !== 'any' && armed.point !== point)) return;
  hits += 1;
  if (hits < armed.hit) return;
  process.kill(process.pid, 'SIGKILL');
  // A signal to oneself may come a moment later: nothing may happen in it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
}

function parse(text: string | undefined): { readonly point: string; readonly hit: number } | null {
  const [, point, hit] = /^(\w+):([1-9]\d*)$/.exec(text ?? '') ?? [];
  return point === undefined ? null : { point, hit: Number(hit) };
}
