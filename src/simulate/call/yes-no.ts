import { type Heard, listen } from './ask.ts';
import type { Call } from './call.ts';

const EASE = 985;

/** A yes or a no to the prompt that was just played. */
export function listenYesNo(call: Call, yes: boolean): Heard {
  const words = yes ? call.pack.caller.yes : call.pack.caller.no;
  return listen(call, {
    intent: yes ? 'affirm' : 'deny',
    ease: EASE,
    mistakenFor: [],
    answer: () => ({ text: call.rng.pick(words), mode: 'Speech' }),
    noMatch: 'yes_no',
    noInput: 'yes_no',
  });
}
