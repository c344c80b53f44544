import type { Call } from './call.ts';
import { asHeard, garbled } from './mishearing.ts';
import { keyed, recognise } from './recognise.ts';

const INTENT = 'agent_request';
/** Every grammar knows these few words: accents and ages make no difference, a noisy line does. */
const EASE = 1150;
/** Of requests: 0 pressed instead. */
const BY_KEY = 220;

/** Whether the caller asks for a person instead of answering. Nobody asks twice. */
export function asksForAgent(call: Call, noMatches: number, isFirst: boolean): boolean {
  if (call.facts.agentRequests > 0) return false;
  const { atOnce, afterNoMatch } = call.world.scenario.effects.asksAgent;
  const first = isFirst && noMatches === 0 ? atOnce + call.person.age.asksAgent : 0;
  return call.rng.chance(first + afterNoMatch * noMatches);
}

/** Whether the bot understood it. */
export function askForAgent(call: Call): boolean {
  if (call.rng.chance(BY_KEY)) {
    call.hear('0', 'DTMF', keyed(INTENT), { role: INTENT, text: '0' });
  } else {
    const heard = recognise(call, INTENT, EASE, 1, null);
    const text = call.phrase(call.language.caller.agent);
    call.hear(heard.detected ? asHeard(call, text) : garbled(call, text), 'Speech', heard, {
      role: INTENT,
      text,
    });
    if (!heard.detected) return false;
  }
  call.facts.agentRequests++;
  return true;
}
