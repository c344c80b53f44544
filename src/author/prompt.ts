import { createHash } from 'node:crypto';
import { OUTCOME_CODES, type OutcomeCode } from '../contract/fields.ts';
import { ANSWER_SCHEMA, type Misfit } from './answer.ts';
import { figuresOf } from './figures.ts';
import { maxChars } from './fit.ts';
import type { Message } from './model.ts';
import type { Plan, PlannedTurn } from './plan.ts';

const SYSTEM = `You word phone calls to the voice bot of a company's service line. Every call is invented: there are no such people, numbers or cases.

You get the plan of one call as JSON. Who speaks when, what each turn does and how the call ends is decided. You write what is said, in the call's language, and answer with one JSON object and nothing else:
{"turns": [{"turn_number": 1, "speaker": "Chatbot", "text": "..."}, ...]}

- One turn for each turn of the plan, with the same number and speaker. Add none, leave none out.
- "gist" is what the turn says. Put it in words of your own, about as long, never longer than "max_chars" characters.
- A caller's text is what a speech recogniser wrote down: lower-case, few words, no punctuation, a filler or a false start now and then. Most callers say one to four words. "meant" is what the caller really said; where "understood" is false the recogniser got it wrong, so keep the text as broken as the gist.
- Chatbot turns are recorded prompts: polite, clear, complete sentences. Agent turns are people at work.
- "verbatim": true means that the text is exactly the gist.
- "figures" are the digits of a turn, in order. Write the same ones, in numerals or digit by digit in words as in the gist. Where there are none, write no numerals.
- Name no company but the one in the plan; invent no phone numbers, no addresses, no amounts, no dates.
- Say nothing that the plan does not: nobody is put through, asks for a person, agrees, declines or is satisfied except where the gist says so.
- No speaker's name, no stage direction, no line break in a text.`;

const AGAIN = `That does not fit:
{reasons}
Answer again with the whole call, as one JSON object.`;

/** Raised whenever the same plan is told in another way. */
const BRIEF_VERSION = 1;
/** A longer answer than this is no call, and is not sent back. */
const MAX_ANSWER_CHARS = 20_000;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Names this way of asking: another one asks anew. */
export const PROMPT_SHA256 = sha256([SYSTEM, AGAIN, JSON.stringify(ANSWER_SCHEMA), BRIEF_VERSION].join('\n'));

/** What a model is asked to word a call: the same plan gives the same bytes. */
export function promptOf(plan: Plan): readonly Message[] {
  return [
    { role: 'system', content: SYSTEM },
    { role: 'user', content: JSON.stringify(briefOf(plan)) },
  ];
}

export function promptSha256(messages: readonly Message[]): string {
  return sha256(JSON.stringify(messages));
}

/** The question again, with the answer that did not fit and why. */
export function repairOf(
  prompt: readonly Message[],
  answer: string | null,
  reasons: readonly Misfit[],
): readonly Message[] {
  const list = reasons.map(({ reason }) => `- ${reason}`).join('\n');
  return [
    ...prompt,
    ...(isWorthShowing(answer) ? [{ role: 'assistant' as const, content: answer }] : []),
    { role: 'user', content: AGAIN.replace('{reasons}', () => list) },
  ];
}

function isWorthShowing(answer: string | null): answer is string {
  return answer !== null && answer !== '' && answer.length <= MAX_ANSWER_CHARS;
}

/** Nothing that names the call or the customer: the model needs no ids and no times. */
function briefOf(plan: Plan): object {
  const { session, truth } = plan;
  const outcome = session.ivr_outcome_code ?? '';
  return {
    language: session.language,
    caller: {
      age: truth.caller.age_group,
      speaks: truth.caller.talkative ? 'in sentences' : 'in few words',
      mood: moodOf(truth.mood),
      calls_about_this: truth.need.attempt,
    },
    topic: truth.need.topic.replaceAll('_', ' '),
    outcome: `${outcome}: ${OUTCOME_CODES[outcome as OutcomeCode] ?? ''}`,
    line: lineOf(truth.line),
    turns: plan.turns.map((turn, at) => briefTurn(plan, turn, at)),
  };
}

function briefTurn({ digitWords }: Plan, turn: PlannedTurn, at: number): object {
  const figures = figuresOf(turn.gist, digitWords);
  return {
    turn_number: at + 1,
    speaker: turn.speaker,
    does: turn.does,
    gist: turn.gist,
    ...(turn.meant !== null && turn.meant !== turn.gist && { meant: turn.meant }),
    ...(!turn.understood && { understood: false }),
    ...(turn.isVerbatim ? { verbatim: true } : { max_chars: maxChars(turn) }),
    ...(figures !== '' && { figures }),
  };
}

function moodOf(mood: number): string {
  if (mood >= 2) return 'pleased';
  return mood <= -2 ? 'annoyed' : 'neither pleased nor annoyed';
}

function lineOf({ dead, noise }: Plan['truth']['line']): string {
  if (dead) return 'silent: nobody speaks';
  return noise > 0 ? 'noisy' : 'clear';
}
