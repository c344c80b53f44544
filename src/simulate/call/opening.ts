import type { PromptId } from '../scenario/words-schema.ts';
import { type Answer, type Heard, listen, type Question } from './ask.ts';
import type { Call } from './call.ts';
import { correction, needInWords } from './speech.ts';
import { listenYesNo } from './yes-no.ts';

const MAX_MISTAKES = 2;
const MISTAKE_POINTS = 14;
/** Per mille of callers who key when the bot reads out the menu. */
const MENU_KEYED = 800;

/** Finds out what the caller wants. `answer` means that the topic is known, and right. */
export function openingDialogue(call: Call, prompt: PromptId = 'opening'): Heard {
  call.say(prompt);
  call.facts.dialogueBegan = true;
  let question = needQuestion(call, prompt === 'opening');
  for (let mistakes = 0; ; mistakes++) {
    const heard = listen(call, question);
    if (heard.kind !== 'answer') return heard;
    call.topic = call.world.topics.get(heard.intent) ?? null;
    const settled = call.isUnsure ? confirm(call, heard) : heard;
    if (settled.kind !== 'answer' || (settled.right && settled.intent !== 'deny')) return settled;
    if (mistakes === MAX_MISTAKES - 1) {
      call.topic = null;
      return { kind: 'no_match' };
    }
    question = askOnce(call, settled);
    call.topic = null;
    call.annoy(MISTAKE_POINTS);
  }
}

/** A wrong topic that the caller denied is asked for again; one that the bot took for sure is corrected by the caller. */
function askOnce(call: Call, settled: Answer): Question {
  if (settled.intent === 'deny') {
    call.say('opening_again');
    return needQuestion(call, false);
  }
  call.say('topic_taken', label(call));
  return correctionQuestion(call);
}

function needQuestion(call: Call, isFirst: boolean): Question {
  const { topic } = call.need;
  const key = menuKey(call);
  return {
    intent: topic.intent,
    ease: easeOf(call),
    mistakenFor: topic.confusedWith,
    answer: (attempt) => {
      call.facts.needTold = true;
      return attempt === 3 && key !== null && call.rng.chance(MENU_KEYED)
        ? { text: key, mode: 'DTMF' }
        : { text: needInWords(call, topic, attempt), mode: 'Speech' };
    },
    noMatch: 'opening_nomatch',
    noInput: 'opening_noinput',
    lastNoMatch: 'opening_menu',
    isFirst,
  };
}

function correctionQuestion(call: Call): Question {
  const { topic } = call.need;
  return {
    ...needQuestion(call, false),
    answer: () => ({ text: correction(call, topic), mode: 'Speech' }),
  };
}

function easeOf({ need, release, dedicatedLine, world }: Call): number {
  const { topic } = need;
  const line = dedicatedLine ? world.scenario.bot.dedicatedLine : 0;
  return topic.ease + release.recognition + (release.topics[topic.intent] ?? 0) + line;
}

/** A guess that the bot is not sure of is put to the caller, who knows. */
function confirm(call: Call, heard: Answer): Heard {
  call.say('confirm_topic', label(call));
  return listenYesNo(call, heard.right);
}

function label({ topic, language }: Call): string {
  return language.topics.get(topic?.intent ?? '')?.label ?? '';
}

/** Null when the menu does not hold it: 0 would ask for a person. */
function menuKey({ world, need }: Call): string | null {
  const at = world.scenario.bot.menu.indexOf(need.topic.type);
  return at < 0 ? null : String(at + 1);
}
