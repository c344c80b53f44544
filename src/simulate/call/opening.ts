import type { PromptId } from '../data/language.ts';
import { TOPICS } from '../data/topics.ts';
import type { NamedTopic } from '../need.ts';
import { type Heard, listen, type Question } from './ask.ts';
import type { Call } from './call.ts';
import { needInWords } from './phrases.ts';
import { CONFIRM_BELOW } from './recognise.ts';
import { listenYesNo } from './yes-no.ts';

const BY_INTENT = new Map<string, NamedTopic>(TOPICS.map((topic) => [topic.intent, topic]));
const MAX_MISTAKES = 2;
const MISTAKE_POINTS = 17;
/** A line of one topic has a smaller grammar. */
const DEDICATED_LINE_EASE = 35;
/** Per mille of callers who key when the bot reads out the menu. */
const MENU_KEYED = 800;

/** Finds out what the caller wants. `answer` means that the topic is known, and right. */
export function openingDialogue(call: Call, prompt: PromptId = 'opening'): Heard {
  call.say(prompt);
  call.facts.dialogueBegan = true;
  for (let mistakes = 0; ; mistakes++) {
    const heard = listen(call, needQuestion(call));
    if (heard.kind !== 'answer') return heard;
    call.topic = BY_INTENT.get(heard.intent) ?? null;
    const confirmed = confirm(call, heard);
    if (confirmed.kind !== 'answer' || confirmed.intent !== 'deny') return confirmed;
    call.topic = null;
    call.annoy(MISTAKE_POINTS);
    if (mistakes === MAX_MISTAKES - 1) return { kind: 'no_match' };
    call.say('opening_again');
  }
}

function needQuestion(call: Call): Question {
  const { topic } = call.need;
  const { recognition, topics } = call.release;
  return {
    intent: topic.intent,
    ease:
      topic.ease +
      recognition +
      (topics?.[topic.intent] ?? 0) +
      (call.dedicatedLine ? DEDICATED_LINE_EASE : 0),
    mistakenFor: topic.confusedWith,
    answer: (attempt) =>
      attempt === 3 && call.rng.chance(MENU_KEYED)
        ? { text: menuKey(topic.type), mode: 'DTMF' }
        : { text: needInWords(call), mode: 'Speech' },
    noMatch: 'opening_nomatch',
    noInput: 'opening_noinput',
    lastNoMatch: 'opening_menu',
  };
}

/** A sure and right guess goes on; every other is put to the caller, who knows. */
function confirm(call: Call, heard: Heard & { kind: 'answer' }): Heard {
  const right = heard.intent === call.need.topic.intent;
  if (right && heard.confidence >= CONFIRM_BELOW) return heard;
  const label = call.topic === null ? '' : call.pack.topics[call.topic.intent].label;
  call.say('confirm_topic', (text) => text.replace('{topic}', label));
  return listenYesNo(call, right);
}

const MENU = ['Billing', 'TechSupport', 'Account', 'Sales', 'Roaming'];
const menuKey = (type: string): string => String(MENU.indexOf(type) + 1);
