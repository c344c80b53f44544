import Type, { type Static } from 'typebox';

/** A phrase in the notation of `world/phrase.ts`. */
const Phrase = Type.String({ minLength: 1, maxLength: 600 });
const Phrases = Type.Array(Phrase, { minItems: 1, maxItems: 500 });
const Words = Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { minItems: 1, maxItems: 1000 });
const strict = { additionalProperties: false };

/** Prompts that every bot plays, in the order of a call; `ask_SLOT` comes with the slots. */
export const PROMPTS = [
  'greeting',
  'opening',
  'opening_nomatch',
  'opening_noinput',
  'opening_menu',
  'opening_again',
  'confirm_topic',
  'topic_taken',
  'confirm_heard',
  'heard_again',
  'yes_no',
  'agent_about',
  'ask_nomatch',
  'ask_noinput',
  'take_your_time',
  'still_here',
  'lookup',
  'still_looking',
  'system_error',
  'system_error_final',
  'policy',
  'nomatch_transfer',
  'agents_closed',
  'transfer',
  'did_it_help',
  'second_answer',
  'offer_agent',
  'anything_else',
  'goodbye',
  'noinput_goodbye',
] as const;
export type PromptId = (typeof PROMPTS)[number] | `ask_${string}`;

const CallerWords = Type.Object(
  {
    yes: Type.Array(Phrase, { minItems: 1, description: 'To any question.' }),
    no: Type.Array(Phrase, { minItems: 1, description: 'To any question.' }),
    replies: Type.Record(
      Type.String({ pattern: '^[a-z][a-z0-9_]*$' }),
      Type.Object({ yes: Phrases, no: Phrases }, strict),
      { description: 'In place of yes and no, by the prompt that asks.' },
    ),
    thanks: Type.Array(Phrase, { minItems: 1, description: 'A no to "anything else?".' }),
    agent: Type.Array(Phrase, { minItems: 1, description: 'Asking for a person.' }),
    correct: Type.Array(Phrase, {
      minItems: 1,
      description: 'Before the need, when the bot took a wrong one.',
    }),
    fillers: Type.Array(Phrase, { minItems: 1, description: 'Before the need.' }),
    polite: Type.Array(Phrase, { minItems: 1, description: 'After it.' }),
    restarts: Type.Array(Phrase, { minItems: 1, description: 'Begun and broken off before it.' }),
    noise: Type.Array(Phrase, { minItems: 1, description: 'What a recogniser makes of noise.' }),
    misheard: Type.Record(Type.String(), Words, {
      description: 'Words, and what a recogniser makes of them on a bad line.',
    }),
    slips: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 1,
      description: 'What it writes in place of any other word, the first ones most often.',
    }),
    digits: Type.Array(Type.String({ minLength: 1 }), { minItems: 10, maxItems: 10 }),
    zeroes: Words,
    currency: Type.String({ minLength: 1 }),
    months: Type.Array(Type.String({ minLength: 1 }), { minItems: 12, maxItems: 12 }),
    dayOfMonth: Type.String({ minLength: 1, description: 'With {month} and {day}.' }),
    holdOn: Type.Array(Phrase, { minItems: 1, description: 'Who has to go and look for a number.' }),
    devices: Phrases,
    countries: Phrases,
    plans: Phrases,
    firstNames: Words,
    lastNames: Words,
    at: Type.String({ minLength: 1 }),
    dot: Type.String({ minLength: 1 }),
  },
  strict,
);

const AgentWords = Type.Object(
  {
    hello: Phrases,
    explain: Phrases,
    work: Phrases,
    wait: Phrases,
    solved: Phrases,
    unsolved: Phrases,
    thanks: Phrases,
    grumble: Phrases,
    bye: Phrases,
  },
  strict,
);

const TopicWords = Type.Object(
  {
    label: Type.String({ minLength: 1, description: 'As the bot names it.' }),
    asks: Type.Array(Phrase, { minItems: 1, description: 'As callers put it in a word or two.' }),
    tells: Type.Array(Phrase, { minItems: 1, description: 'As callers tell it.' }),
    answers: Type.Array(Phrase, {
      minItems: 1,
      description: 'With particulars of the call, as {amount}, {number}, {minutes} and {day}.',
    }),
    done: Type.Optional(
      Type.Array(Phrase, {
        minItems: 1,
        description: 'By an agent; what agents say of any topic beside it.',
      }),
    ),
    devices: Type.Optional(
      Type.Array(Phrase, {
        minItems: 1,
        description: 'What it may be about, in place of the devices of callers.',
      }),
    ),
  },
  strict,
);

/** All that is said in one language. */
export const WordsSchema = Type.Object(
  {
    prompts: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]*$' }), Phrases),
    rules: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]*$' }), Phrases),
    caller: CallerWords,
    agent: AgentWords,
    topics: Type.Record(Type.String({ pattern: '^[a-z][a-z0-9_]*$' }), TopicWords),
  },
  { ...strict, description: 'All that is said in one language.' },
);
export type Words = Static<typeof WordsSchema>;
