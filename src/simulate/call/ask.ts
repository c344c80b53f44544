import type { PromptId } from '../data/language.ts';
import type { Call } from './call.ts';
import { garbled } from './phrases.ts';
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
  /** Intents that an answer may be mistaken for; none in a closed grammar. */
  readonly mistakenFor: readonly string[];
  answer(attempt: number): Utterance;
  readonly noMatch: PromptId;
  readonly noInput: PromptId;
  /** Said instead of `noMatch` the second time. */
  readonly lastNoMatch?: PromptId;
}

/** How a question ended. `answer` carries the intent that the bot believes and how sure it is. */
export type Heard =
  | { readonly kind: 'answer'; readonly intent: string; readonly confidence: number }
  | { readonly kind: 'agent' | 'hangup' | 'no_match' | 'no_input' };

const MAX_FAILURES = 3;
const NO_MATCH_POINTS = 20;
const NO_INPUT_POINTS = 9;
const AGENT_EASE = 985;
/** Patience, at least, of a caller who was promised an agent. */
const NEW_HOPE = 24;

/** Listens until the caller is understood, asks for someone else, or either side gives up. The prompt was just played. */
export function listen(call: Call, question: Question): Heard {
  let noMatches = 0;
  for (let silences = 0; ; ) {
    const reaction = react(call);
    if (reaction === 'hangup') return { kind: 'hangup' };
    if (reaction === 'silence') {
      silences++;
      if (!repromptAfterSilence(call, question, silences)) return { kind: 'no_input' };
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
    if (noMatches === MAX_FAILURES) return { kind: 'no_match' };
    call.say(noMatches === 2 ? (question.lastNoMatch ?? question.noMatch) : question.noMatch);
  }
}

function repromptAfterSilence(call: Call, question: Question, silences: number): boolean {
  call.silence();
  if (silences === MAX_FAILURES) return false;
  call.patience -= NO_INPUT_POINTS;
  call.say(question.noInput);
  return true;
}

type Reaction = 'answer' | 'agent' | 'hangup' | 'silence';
/** Who wishes for a person more than this asks at once. */
const AT_ONCE = 965;
/** With patience running low, who wishes for a person more than this asks before hanging up. */
const RATHER_THAN_LEAVE = 600;
const LOW_PATIENCE = 26;
/** With patience low but not gone, who wishes for one more than this asks already. */
const TIRED_WISH = 780;

function react(call: Call): Reaction {
  if (call.deadLine) return 'silence';
  const { agentWish } = call.person;
  const asked = call.facts.agentRequests > 0;
  if (call.patience <= 0) return !asked && agentWish > RATHER_THAN_LEAVE ? 'agent' : 'hangup';
  if (!asked && agentWish > AT_ONCE) return 'agent';
  if (!asked && call.patience < LOW_PATIENCE && agentWish > TIRED_WISH) return 'agent';
  return call.rng.chance(24 - Math.floor(call.person.age.clarity / 3)) ? 'silence' : 'answer';
}

/** Whether the bot understood that the caller wants a person. */
function askForAgent(call: Call): boolean {
  const heard = recognise(call, 'agent_request', AGENT_EASE, 1, []);
  const text = call.rng.pick(call.pack.caller.agent);
  call.hear(heard.detected ? text : garbled(call, text), 'Speech', heard);
  if (!heard.detected) return false;
  call.facts.agentRequests++;
  call.patience = Math.max(call.patience, NEW_HOPE);
  return true;
}

function answer(call: Call, question: Question, attempt: number): Heard | null {
  const { text, mode } = question.answer(attempt);
  const { intent, ease, mistakenFor } = question;
  const heard =
    mode === 'DTMF' ? { ...keyed(intent), right: true } : recognise(call, intent, ease, attempt, mistakenFor);
  call.hear(heard.right ? text : garbled(call, text), mode, heard);
  return heard.intent === null
    ? null
    : { kind: 'answer', intent: heard.intent, confidence: heard.confidence };
}
