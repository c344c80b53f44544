import type { OutcomeCode } from '../contract/fields.ts';
import { isoTime } from './calendar.ts';
import { markText } from './mark.ts';
import { sessionText } from './session-text.ts';
import type { TakenCall } from './take-call.ts';
import { truthLine } from './truth.ts';

export interface FeedEffects {
  put(object: string, bytes: Uint8Array): Promise<unknown>;
  truth?(lines: readonly string[]): void;
  progress?(done: Pick<Fed, 'sessions' | 'files'>): void;
}

/** What was written. */
export interface Fed {
  readonly sessions: number;
  readonly files: number;
  readonly bytes: number;
  readonly turns: number;
  readonly outcomes: Readonly<Partial<Record<OutcomeCode, number>>>;
}

/** All that is kept of a call until it has ended. */
interface UnderWay {
  readonly endMs: number;
  readonly bytes: Uint8Array;
  readonly truth: string | null;
  readonly turns: number;
  readonly outcome: OutcomeCode;
}

const SEPARATOR = Buffer.from(',\n');

/** Calls under way, and how those that have ended are written. */
export class Feed {
  private sessions = 0;
  private files = 0;
  private bytes = 0;
  private turns = 0;
  private readonly outcomes: Partial<Record<OutcomeCode, number>> = {};
  private underWay: UnderWay[] = [];
  private readonly effects: FeedEffects;
  private readonly mark: number;

  constructor(effects: FeedEffects, mark: number) {
    this.effects = effects;
    this.mark = mark;
  }

  get isEmpty(): boolean {
    return this.underWay.length === 0;
  }

  get told(): Fed {
    const { sessions, files, bytes, turns, outcomes } = this;
    return { sessions, files, bytes, turns, outcomes };
  }

  add(taken: TakenCall): void {
    const { session, endMs, outcome } = taken;
    this.underWay.push({
      endMs,
      bytes: Buffer.from(sessionText(session)),
      truth: this.effects.truth ? truthLine(taken) : null,
      turns: session.conversation.length,
      outcome,
    });
  }

  /** Writes the calls that had ended by then. @param nowMs in the name of the file */
  async write(endedByMs: number, nowMs: number): Promise<void> {
    const ended = this.underWay.filter((call) => call.endMs <= endedByMs);
    if (ended.length === 0) return;
    this.underWay = this.underWay.filter((call) => call.endMs > endedByMs);
    const texts = ended.flatMap(({ bytes }, at) => (at === 0 ? [bytes] : [SEPARATOR, bytes]));
    const file = Buffer.concat([Buffer.from('[\n'), ...texts, Buffer.from('\n]\n')]);
    await this.effects.put(this.objectAt(nowMs, ++this.files), file);
    this.count(ended, file.length);
    this.effects.truth?.(ended.flatMap(({ truth }) => truth ?? []));
    this.effects.progress?.({ sessions: this.sessions, files: this.files });
  }

  private count(ended: readonly UnderWay[], bytes: number): void {
    this.sessions += ended.length;
    this.bytes += bytes;
    for (const { outcome, turns } of ended) {
      this.turns += turns;
      this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + 1;
    }
  }

  private objectAt(nowMs: number, number: number): string {
    const [date = '', time = ''] = isoTime(nowMs).split('T');
    const at = `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
    const name = `live-${at}-${markText(this.mark)}-${String(number).padStart(4, '0')}.json`;
    return `${date.replaceAll('-', '/')}/${name}`;
  }
}
