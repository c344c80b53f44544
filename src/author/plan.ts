import type { Session, Speaker, Turn } from '../contract/fields.ts';
import type { Scenario } from '../simulate/scenario/schema.ts';
import type { Truth } from '../simulate/truth.ts';

/** One turn as the simulator has it, before anyone words it. */
export interface PlannedTurn {
  readonly speaker: Speaker;
  /** The prompt of a Chatbot turn, what a Customer turn is for, or `talk`. */
  readonly does: string;
  /** How the simulator's own grammar words it; for a caller as the recogniser wrote it down. */
  readonly gist: string;
  /** What a caller really said. */
  readonly meant: string | null;
  readonly understood: boolean;
  /** Digits that were keyed, an e-mail address: to be written as they stand. */
  readonly isVerbatim: boolean;
}

/** One call as decided by the simulator. Made from a seed and a scenario, and from nothing else. */
export interface Plan {
  readonly session: Session;
  readonly truth: Truth;
  readonly turns: readonly PlannedTurn[];
  /** Words for the digits 0 to 9 in the call's language, with the other words for zero. */
  readonly digitWords: ReadonlyMap<string, string>;
}

export function planOf(scenario: Scenario, session: Session, truth: Truth): Plan {
  let spoken = 0;
  const turns = session.conversation.map((turn) =>
    turn.speaker === 'Customer' ? callerTurn(scenario, turn, truth.said[spoken++]) : otherTurn(turn),
  );
  return { session, truth, turns, digitWords: digitWordsOf(scenario, session.language ?? '') };
}

function callerTurn(scenario: Scenario, turn: Turn, said: Truth['said'][number] | undefined): PlannedTurn {
  const does = said?.role ?? 'talk';
  return {
    speaker: 'Customer',
    does,
    gist: turn.text ?? '',
    meant: said?.text ?? null,
    understood: turn.intent_detected !== 'N',
    isVerbatim: turn.input_mode === 'DTMF' || scenario.slots[does.replace(/^give_/, '')]?.says === 'email',
  };
}

function otherTurn({ speaker, prompt_id, text }: Turn): PlannedTurn {
  const does = prompt_id ?? 'talk';
  return {
    speaker: speaker ?? 'Chatbot',
    does,
    gist: text ?? '',
    meant: null,
    understood: true,
    isVerbatim: false,
  };
}

function digitWordsOf({ languages }: Scenario, code: string): ReadonlyMap<string, string> {
  const caller = languages[code]?.words.caller;
  const digits = (caller?.digits ?? []).map((word, digit) => [word.toLowerCase(), String(digit)] as const);
  const zeroes = (caller?.zeroes ?? []).map((word) => [word.toLowerCase(), '0'] as const);
  return new Map([...digits, ...zeroes]);
}
