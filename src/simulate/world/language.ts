import type { Words } from '../scenario/words-schema.ts';
import { type Phrase, parsePhrase, type Rules } from './phrase.ts';

export interface TopicWords {
  readonly label: string;
  readonly asks: readonly Phrase[];
  readonly tells: readonly Phrase[];
  readonly answers: readonly Phrase[];
  /** An agent's word that it is done; null when there is none of its own. */
  readonly done: readonly Phrase[] | null;
  readonly devices: readonly Phrase[];
}

/** What callers say to one yes-no question. */
export interface Reply {
  readonly yes: readonly Phrase[];
  readonly no: readonly Phrase[];
}

type PhraseLists<K extends string> = Readonly<Record<K, readonly Phrase[]>>;
type CallerPhrases = PhraseLists<
  | 'yes'
  | 'no'
  | 'thanks'
  | 'agent'
  | 'correct'
  | 'fillers'
  | 'polite'
  | 'restarts'
  | 'noise'
  | 'holdOn'
  | 'countries'
  | 'plans'
>;
type PlainWords = Pick<
  Words['caller'],
  | 'slips'
  | 'digits'
  | 'zeroes'
  | 'currency'
  | 'months'
  | 'dayOfMonth'
  | 'firstNames'
  | 'lastNames'
  | 'at'
  | 'dot'
>;

/** One language of the scenario, its phrases parsed. */
export interface Language {
  readonly code: string;
  readonly weight: number;
  readonly recognition: number;
  readonly rules: Rules;
  readonly prompts: ReadonlyMap<string, readonly Phrase[]>;
  readonly topics: ReadonlyMap<string, TopicWords>;
  readonly caller: CallerPhrases;
  /** By the prompt that asks; those that fit any question are the caller's yes and no. */
  readonly replies: ReadonlyMap<string, Reply>;
  readonly agent: PhraseLists<keyof Words['agent']>;
  readonly misheard: ReadonlyMap<string, readonly string[]>;
  readonly words: PlainWords;
}

export function languageOf(
  code: string,
  spec: { readonly weight: number; readonly recognition: number; readonly words: Words },
): Language {
  const { words, weight, recognition } = spec;
  return {
    code,
    weight,
    recognition,
    rules: new Map(Object.entries(words.rules).map(([name, phrases]) => [name, phrases.map(parsePhrase)])),
    prompts: new Map(
      Object.entries(words.prompts).map(([name, phrases]) => [name, phrases.map(parsePhrase)]),
    ),
    topics: new Map(
      Object.entries(words.topics).map(([intent, topic]) => [
        intent,
        topicWords(topic, words.caller.devices),
      ]),
    ),
    caller: callerPhrases(words.caller),
    replies: new Map(
      Object.entries(words.caller.replies).map(([prompt, { yes, no }]) => [
        prompt,
        { yes: yes.map(parsePhrase), no: no.map(parsePhrase) },
      ]),
    ),
    agent: agentPhrases(words.agent),
    misheard: new Map(Object.entries(words.caller.misheard)),
    words: words.caller,
  };
}

function topicWords(
  { label, asks, tells, answers, done, devices }: Words['topics'][string],
  anyDevices: readonly string[],
): TopicWords {
  return {
    label,
    asks: asks.map(parsePhrase),
    tells: tells.map(parsePhrase),
    answers: answers.map(parsePhrase),
    done: done?.map(parsePhrase) ?? null,
    devices: (devices ?? anyDevices).map(parsePhrase),
  };
}

function callerPhrases(caller: Words['caller']): CallerPhrases {
  return {
    yes: caller.yes.map(parsePhrase),
    no: caller.no.map(parsePhrase),
    thanks: caller.thanks.map(parsePhrase),
    agent: caller.agent.map(parsePhrase),
    correct: caller.correct.map(parsePhrase),
    fillers: caller.fillers.map(parsePhrase),
    polite: caller.polite.map(parsePhrase),
    restarts: caller.restarts.map(parsePhrase),
    noise: caller.noise.map(parsePhrase),
    holdOn: caller.holdOn.map(parsePhrase),
    countries: caller.countries.map(parsePhrase),
    plans: caller.plans.map(parsePhrase),
  };
}

function agentPhrases(agent: Words['agent']): Language['agent'] {
  return {
    hello: agent.hello.map(parsePhrase),
    explain: agent.explain.map(parsePhrase),
    work: agent.work.map(parsePhrase),
    wait: agent.wait.map(parsePhrase),
    solved: agent.solved.map(parsePhrase),
    unsolved: agent.unsolved.map(parsePhrase),
    thanks: agent.thanks.map(parsePhrase),
    grumble: agent.grumble.map(parsePhrase),
    bye: agent.bye.map(parsePhrase),
  };
}
