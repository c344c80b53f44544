import type { OutcomeCode } from '../../contract/fields.ts';

export type HandoverReason = 'requested' | 'no_match' | 'policy' | 'error';
export type LeavingCause =
  | 'greeting'
  | 'any_prompt'
  | 'line_dropped'
  | 'no_match'
  | 'low_confidence'
  | 'wait'
  | 'system';

/** What happened in a call, noted while it happens. The outcome is read from here and from nowhere else. */
export interface CallFacts {
  callerSpoke: boolean;
  /** The bot spoke on after its greeting: who leaves then, leaves the dialogue. */
  dialogueBegan: boolean;
  /** The caller said what it is about, understood or not. */
  needTold: boolean;
  agentRequests: number;
  /** A system behind the bot failed at least once. */
  systemFailed: boolean;
  /** It has not answered since. */
  systemDown: boolean;
  answered: boolean;
  confirmed: boolean;
  endedBySilence: boolean;
  handover: HandoverReason | null;
  leftQueue: boolean;
  /** A hand-over was due when nobody was in. */
  agentsClosed: boolean;
  /** Why the caller hung up on the bot, null when the call ended otherwise. */
  leftBecause: LeavingCause | null;
  /** Whether the need is met in truth, whatever the log says. */
  needMet: boolean;
}

export function noFacts(): CallFacts {
  return {
    callerSpoke: false,
    dialogueBegan: false,
    needTold: false,
    agentRequests: 0,
    systemFailed: false,
    systemDown: false,
    answered: false,
    confirmed: false,
    endedBySilence: false,
    handover: null,
    leftQueue: false,
    agentsClosed: false,
    leftBecause: null,
    needMet: false,
  };
}

const HANDOVER_CODES: Record<HandoverReason, OutcomeCode> = {
  requested: 'ESC_REQUESTED',
  no_match: 'ESC_NO_MATCH',
  policy: 'ESC_POLICY',
  error: 'ESC_ERROR',
};

export function outcomeOf(facts: CallFacts): OutcomeCode {
  if (facts.handover !== null) return facts.leftQueue ? 'ESC_QUEUE_HANGUP' : HANDOVER_CODES[facts.handover];
  if (facts.confirmed) return 'RES_CONFIRMED';
  if (facts.answered) return 'RES_IMPLIED';
  if (facts.endedBySilence) return 'ABN_NO_INPUT';
  if (facts.systemDown) return 'ABN_SYSTEM';
  return facts.callerSpoke || facts.dialogueBegan ? 'ABN_DIALOGUE' : 'ABN_GREETING';
}
