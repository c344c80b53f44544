import type { OutcomeCode } from '../../src/contract/fields.ts';
import type { Key } from './figure.ts';
import { ABANDONED, ESCALATED, RESOLVED } from './svg.ts';

export const OUTCOMES: readonly Key[] = [
  { name: 'Resolved', colour: RESOLVED },
  { name: 'Escalated', colour: ESCALATED },
  { name: 'Abandoned', colour: ABANDONED },
];

const NAMES: Readonly<Record<OutcomeCode, string>> = {
  RES_CONFIRMED: 'resolved, and said so',
  RES_IMPLIED: 'answered, then hung up',
  ESC_REQUESTED: 'asked for a person',
  ESC_POLICY: 'to a person by rule',
  ESC_NO_MATCH: 'to a person, not understood',
  ESC_ERROR: 'a system failed, to a person',
  ESC_QUEUE_HANGUP: 'hung up in the queue',
  ABN_DIALOGUE: 'hung up on the bot',
  ABN_NO_INPUT: 'said nothing',
  ABN_GREETING: 'hung up at the greeting',
  ABN_SYSTEM: 'a system failed, hung up',
};

export const outcomeName = (code: OutcomeCode): string => NAMES[code];

/** Of the status that the code belongs to. */
export function outcomeColour(code: OutcomeCode): string {
  if (code.startsWith('RES')) return RESOLVED;
  return code.startsWith('ESC') ? ESCALATED : ABANDONED;
}
