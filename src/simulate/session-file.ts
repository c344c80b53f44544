import type { OutcomeCode } from '../contract/fields.ts';
import type { Arrivals } from './arrivals.ts';
import { isoDate, MS_PER_DAY } from './calendar.ts';
import { type TakenCall, takeCall } from './take-call.ts';

/** A file never holds more sessions than this, so that one is read, and written, in little memory. */
export const MAX_SESSIONS_PER_FILE = 2000;

/** What the log wants to know about a session. */
export interface SessionSummary {
  readonly outcome: OutcomeCode;
  readonly topicName: string | null;
  readonly turns: number;
}

export interface SessionFile {
  /** `2025/03/09/calls-20250309-0001.json` */
  readonly object: string;
  readonly text: string;
  readonly sessions: readonly SessionSummary[];
}

/** A file as it fills. Sessions become text at once: as objects they would live long enough to burden the collector. */
class Draft {
  private readonly texts: string[] = [];
  private readonly sessions: SessionSummary[] = [];
  readonly day: number;
  readonly numberOfDay: number;

  constructor(day: number, numberOfDay: number) {
    this.day = day;
    this.numberOfDay = numberOfDay;
  }

  get isFull(): boolean {
    return this.texts.length === MAX_SESSIONS_PER_FILE;
  }

  add({ session, outcome }: TakenCall): void {
    this.texts.push(JSON.stringify(session));
    this.sessions.push({ outcome, topicName: session.topic_name, turns: session.conversation.length });
  }

  file(): SessionFile {
    const date = isoDate(this.day);
    const name = `calls-${date.replaceAll('-', '')}-${String(this.numberOfDay).padStart(4, '0')}.json`;
    const text = `[\n${this.texts.join(',\n')}\n]\n`;
    return { object: `${date.replaceAll('-', '/')}/${name}`, text, sessions: this.sessions };
  }
}

/** The calls as files: each of one day (of the start, in UTC), in order. */
export function* sessionFiles(arrivals: Arrivals, seed: number): Generator<SessionFile> {
  let draft: Draft | null = null;
  for (const arrival of arrivals.inOrder()) {
    const day = Math.floor(arrival.startMs / MS_PER_DAY);
    if (draft !== null && (draft.day !== day || draft.isFull)) {
      yield draft.file();
      draft = new Draft(day, draft.day === day ? draft.numberOfDay + 1 : 1);
    }
    draft ??= new Draft(day, 1);
    const call = takeCall(arrival, seed);
    arrivals.ended(arrival.person, call.endMs);
    if (call.againMs !== null) arrivals.callAgain(arrival.need, call.againMs);
    draft.add(call);
  }
  if (draft !== null) yield draft.file();
}
