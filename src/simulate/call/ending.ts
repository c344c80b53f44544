import type { Heard } from './ask.ts';
import type { Call } from './call.ts';
import type { HandoverReason } from './facts.ts';
import { handOver } from './handover.ts';

/** How the bot's part of a call ends: with a hand-over, with silence, or it is simply over. */
export type Ending = HandoverReason | 'silence' | 'over';

const ENDINGS: Record<Exclude<Heard['kind'], 'answer'>, Ending> = {
  agent: 'requested',
  no_match: 'no_match',
  no_input: 'silence',
  hangup: 'over',
};

/** What follows from a question that was not answered. */
export function endingOf(heard: Exclude<Heard, { readonly kind: 'answer' }>): Ending {
  return ENDINGS[heard.kind];
}

export function close(call: Call, ending: Ending): void {
  if (ending === 'over') return;
  if (ending === 'silence') {
    call.facts.endedBySilence = true;
    call.say('noinput_goodbye');
    return;
  }
  if (ending === 'policy') call.say('policy');
  if (ending === 'no_match') call.say('nomatch_transfer');
  if (!call.world.traffic.agentsAreIn(call.tape.nowMs)) {
    call.facts.agentsClosed = true;
    call.mood -= 2;
    call.say('agents_closed');
    return;
  }
  handOver(call, ending);
}
