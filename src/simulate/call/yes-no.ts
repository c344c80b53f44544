import type { Phrase } from '../world/phrase.ts';
import { type Heard, listen } from './ask.ts';
import type { Call } from './call.ts';

const EASE = 990;

interface YesNo {
  readonly ease?: number;
  /** Other words than the usual ones. */
  readonly words?: readonly Phrase[];
  readonly stays?: boolean;
  /** Of a yes, when it says more than that. */
  readonly intent?: string;
}

/** A yes or a no to the prompt that was just played, in words that fit it. */
export function listenYesNo(
  call: Call,
  yes: boolean,
  { ease = EASE, words, stays = false, intent = 'affirm' }: YesNo = {},
): Heard {
  const { replies, caller } = call.language;
  const reply = replies.get(call.tape.lastPrompt) ?? caller;
  const phrases = words ?? reply[yes ? 'yes' : 'no'];
  return listen(call, {
    intent: yes ? intent : 'deny',
    ease,
    mistakenFor: null,
    answer: () => ({ text: call.phrase(phrases), mode: 'Speech' }),
    noMatch: 'yes_no',
    noInput: 'yes_no',
    stays,
  });
}
