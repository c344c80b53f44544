import type { PromptId } from '../scenario/words-schema.ts';
import { askForAgent, asksForAgent } from './agent-request.ts';
import type { Call } from './call.ts';
import { leaves } from './leaving.ts';
import { asHeard, garbled } from './mishearing.ts';
import { keyed, recognise } from './recognise.ts';
import type { InputMode } from './tape.ts';

export interface Utterance {
  readonly text: string;
  readonly mode: InputMode;
}

/** One question of the bot, with what the caller will answer. */
export interface Question {
  /** Intent of a fitting answer. */
  readonly intent: string;
  /** Per mille: how well a clear answer by voice is understood. */
  readonly ease: number;
  /** Intents that an answer may be mistaken for; null in a closed grammar, whose wrong guesses are refused. */
  readonly mistakenFor: readonly string[] | null;
  answer(attempt: number): Utterance;
  readonly noMatch: PromptId;
  readonly noInput: PromptId;
  /** Said instead of `noMatch` the second time. */
  readonly lastNoMatch?: PromptId;
  /** The first thing that the caller is asked. */
  readonly isFirst?: boolean;
  /** The caller has something to say and will. */
  readonly stays?: boolean;
}

export interface Answer {
  readonly kind: 'answer';
  /** That the bot believes. */
  readonly intent: string;
  readonly right: boolean;
  readonly text: string;
}

/** How a question ended. */
export type Heard = Answer | { readonly kind: 'agent' | 'hangup' | 'no_match' | 'no_input' };

const NO_MATCH_POINTS = 16;
const NO_INPUT_POINTS = 8;

/** Listens until the caller is understood, asks for someone else, or either side gives up. The prompt was just played. */
export function listen(call: Call, question: Question): Heard {
  const { maxFailures } = call.world.scenario.bot;
  let noMatches = 0;
  for (let silences = 0; ; ) {
    const reaction = react(call, question, noMatches);
    call.isUnsure = false;
    if (reaction === 'hangup') return { kind: 'hangup' };
    if (reaction === 'silence') {
      silences++;
      if (!repromptAfterSilence(call, question, silences < maxFailures)) return { kind: 'no_input' };
      continue;
    }
    if (reaction === 'agent') {
      if (askForAgent(call)) return { kind: 'agent' };
    } else {
      const heard = answer(call, question, noMatches + 1);
      if (heard !== null) return heard;
    }
    noMatches++;
    call.annoy(NO_MATCH_POINTS);
    if (noMatches === maxFailures) return { kind: 'no_match' };
    call.say(noMatches === 2 ? (question.lastNoMatch ?? question.noMatch) : question.noMatch);
  }
}

function repromptAfterSilence(call: Call, question: Question, again: boolean): boolean {
  call.silence();
  if (!again) return false;
  call.patience -= NO_INPUT_POINTS;
  call.say(question.noInput);
  return true;
}

type Reaction = 'answer' | 'agent' | 'hangup' | 'silence';

function react(call: Call, { stays, isFirst }: Question, noMatches: number): Reaction {
  if (call.deadLine) return 'silence';
  if (stays) return 'answer';
  if (leaves(call, noMatches)) return 'hangup';
  if (asksForAgent(call, noMatches, isFirst === true)) return 'agent';
  return call.rng.chance(call.person.age.silence) ? 'silence' : 'answer';
}

function answer(call: Call, question: Question, attempt: number): Heard | null {
  const { text, mode } = question.answer(attempt);
  const { intent, ease, mistakenFor } = question;
  const meant = { role: intent, text };
  if (mode === 'DTMF') {
    call.hear(text, mode, keyed(intent), meant);
    return { kind: 'answer', intent, right: true, text };
  }
  const heard = recognise(call, intent, ease, attempt, mistakenFor);
  const written = heard.right && heard.detected ? asHeard(call, text) : garbled(call, text);
  call.hear(written, mode, heard, meant);
  return heard.intent === null
    ? null
    : { kind: 'answer', intent: heard.intent, right: heard.right, text: written };
}
