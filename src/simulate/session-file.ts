import type { OutcomeCode, Session } from '../contract/fields.ts';
import type { Arrivals } from './arrivals.ts';
import { isoDate, MS_PER_DAY } from './calendar.ts';
import { type TakenCall, takeCall } from './take-call.ts';

/** A file never holds more sessions than this, so that one is read, and written, in little memory. */
export const MAX_SESSIONS_PER_FILE = 2000;

export interface SessionFile {
  /** `2025/03/09/calls-20250309-0001.json` */
  readonly object: string;
  readonly text: string;
  readonly calls: readonly { readonly session: Session; readonly outcome: OutcomeCode }[];
}

/** The calls as files: each of one day (of the start, in UTC), in order. */
export function* sessionFiles(arrivals: Arrivals, seed: number): Generator<SessionFile> {
  let day = Number.NaN;
  let numberOfDay = 0;
  let calls: TakenCall[] = [];
  for (const arrival of arrivals.inOrder()) {
    const today = Math.floor(arrival.startMs / MS_PER_DAY);
    if (calls.length === MAX_SESSIONS_PER_FILE || (today !== day && calls.length > 0)) {
      yield fileOf(day, numberOfDay, calls);
      numberOfDay++;
      calls = [];
    }
    if (today !== day) numberOfDay = 1;
    day = today;
    const call = takeCall(arrival, seed);
    arrivals.ended(arrival.person, call.endMs);
    if (call.againMs !== null) arrivals.callAgain(arrival.need, call.againMs);
    calls.push(call);
  }
  if (calls.length > 0) yield fileOf(day, numberOfDay, calls);
}

function fileOf(day: number, numberOfDay: number, calls: readonly TakenCall[]): SessionFile {
  const date = isoDate(day);
  const name = `calls-${date.replaceAll('-', '')}-${String(numberOfDay).padStart(4, '0')}.json`;
  const text = `[\n${calls.map((call) => JSON.stringify(call.session)).join(',\n')}\n]\n`;
  return { object: `${date.replaceAll('-', '/')}/${name}`, text, calls };
}
