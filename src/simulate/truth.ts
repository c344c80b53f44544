import { isoTime } from './calendar.ts';
import type { TakenCall } from './take-call.ts';

/** What truly happened in a call, beside what its session says: one line of JSON. */
export interface Truth {
  readonly session_id: string;
  readonly caller: {
    /** Also of those who withhold their number. */
    readonly number: number;
    readonly age_group: string;
    readonly region: string;
    readonly language: string;
    /** Per mille on top of recognition. */
    readonly clarity: number;
    readonly patience: number;
    readonly agent_wish: number;
    readonly talkative: boolean;
  };
  readonly need: {
    readonly topic: string;
    /** 0 to 999. */
    readonly hardness: number;
    /** 1 on the first call about it. */
    readonly attempt: number;
    readonly met: boolean;
  };
  readonly line: { readonly dead: boolean; readonly noise: number };
  readonly incident: string | null;
  readonly outcome: string;
  readonly left_because: string | null;
  readonly mood: number;
  readonly calls_again: string | null;
  /** The caller's turns in order: what each was for, and what was really said. */
  readonly said: readonly { readonly role: string; readonly text: string }[];
}

export function truthOf({ session, arrival, call, outcome, againMs }: TakenCall): Truth {
  const { person, need } = arrival;
  return {
    session_id: session.session_id,
    caller: {
      number: person.number,
      age_group: person.age.name,
      region: person.region.name,
      language: person.language.code,
      clarity: person.clarity,
      patience: person.patience,
      agent_wish: person.agentWish,
      talkative: person.talkative,
    },
    need: {
      topic: need.topic.intent,
      hardness: need.hardness,
      attempt: need.attempt,
      met: call.facts.needMet,
    },
    line: { dead: call.deadLine, noise: call.noise },
    incident: call.incident?.name ?? null,
    outcome,
    left_because: call.facts.leftBecause,
    mood: call.mood,
    calls_again: againMs === null ? null : isoTime(againMs),
    said: call.tape.meant,
  };
}

export function truthLine(taken: TakenCall): string {
  return JSON.stringify(truthOf(taken));
}
