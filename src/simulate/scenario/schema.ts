import Type, { type Static } from 'typebox';
import { WordsSchema } from './words-schema.ts';

const strict = { additionalProperties: false };
const PerMille = (description?: string) =>
  Type.Integer({ minimum: 0, maximum: 1000, ...(description && { description }) });
const Change = (description?: string) =>
  Type.Integer({ minimum: -1000, maximum: 1000, ...(description && { description }) });
const Weight = Type.Integer({ minimum: 0, maximum: 100_000 });
const Name = Type.String({ minLength: 1, maxLength: 100 });
const Key = Type.String({ pattern: '^[a-z][a-z0-9_]*$' });
const Percent = Type.Integer({ minimum: 0, maximum: 10_000 });
const Hours = Type.Array(Weight, { minItems: 24, maxItems: 24, description: 'From midnight on.' });
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const OpenHours = Type.Array(Type.Integer({ minimum: 0, maximum: 24 }), { minItems: 2, maxItems: 2 });

const Age = Type.Object(
  {
    weight: Weight,
    recognition: Change('Added to every recognition.'),
    asksAgent: Change('Added to effects.asksAgent.atOnce.'),
    keys: PerMille('Of answers that can be keyed.'),
    silence: PerMille('At each prompt.'),
  },
  strict,
);
const Language = Type.Object({ weight: Weight, recognition: Change(), words: WordsSchema }, strict);
const Customers = Type.Object(
  {
    perThousandCalls: Type.Integer({ minimum: 1, maximum: 10_000 }),
    joining: PerMille('Of customers who join in the period; the others did in the ten years before.'),
    withheld: PerMille('Of people who withhold their number.'),
    ageMissing: PerMille(),
    ages: Type.Record(Name, Age, { minProperties: 1 }),
    regions: Type.Record(Name, Type.Object({ weight: Weight, recognition: Change() }, strict), {
      minProperties: 1,
    }),
    plans: Type.Record(Name, Weight, { minProperties: 1 }),
  },
  strict,
);
const Holiday = Type.Object(
  {
    name: Name,
    on: Type.String({
      pattern: '^(\\d{2}-\\d{2}|\\d{4}-\\d{2}-\\d{2}|([1-5]|last) (sun|mon|tue|wed|thu|fri|sat) \\d{2})$',
      description: 'As in 12-25, 2025-04-18, 4 thu 11 or last mon 05 (month last).',
    }),
    percent: Type.Integer({ minimum: 0, maximum: 1000, description: "Of the day's usual calls." }),
  },
  strict,
);
const Traffic = Type.Object(
  {
    months: Type.Array(Weight, { minItems: 12, maxItems: 12, description: 'January first.' }),
    weekdays: Type.Array(Weight, { minItems: 7, maxItems: 7, description: 'Sunday first.' }),
    billingDays: Type.Array(Weight, { maxItems: 31, description: 'The first days of each month.' }),
    plainDay: Weight,
    dayNoise: PerMille("A day's volume swings by up to this, either way."),
    workdayHours: Hours,
    weekendHours: Hours,
    holidays: Type.Array(Holiday, { maxItems: 366 }),
  },
  strict,
);
const Agents = Type.Object(
  {
    workdayHours: OpenHours,
    weekendHours: OpenHours,
    onHolidays: Type.Boolean(),
    freeAtOnce: PerMille(),
    queueSec: Type.Object(
      {
        least: Type.Integer({ minimum: 0, maximum: 3600 }),
        most: Type.Integer({ minimum: 0, maximum: 3600 }),
        mostPerLoad: Type.Integer({ minimum: 0, maximum: 600, description: 'Load is 0 to about 100.' }),
      },
      strict,
    ),
    settles: PerMille('Of needs, the easiest first, that the first agent settles.'),
  },
  strict,
);
const Bot = Type.Object(
  {
    accept: PerMille('The least score that is believed.'),
    confirmBelow: PerMille('Below it the bot asks whether it understood.'),
    maxFailures: Type.Integer({ minimum: 1, maximum: 5 }),
    menu: Type.Array(Name, { minItems: 1, maxItems: 9, description: 'Topic types, from key 1 on.' }),
    dedicatedLine: Change('Added to recognition on a line of one topic type.'),
    clearerEachTime: Change('Added with each repetition.'),
  },
  strict,
);
const Release = Type.Object(
  {
    version: Name,
    since: Day,
    recognition: Change("Added to every topic's ease."),
    overconfidence: PerMille('How far reported scores are lifted towards 1; 0 is calibrated.'),
    topics: Type.Record(Key, Change(), { description: "Added to one topic's ease." }),
  },
  strict,
);
const Topic = Type.Object(
  {
    type: Name,
    name: Name,
    weight: Weight,
    months: Type.Optional(Type.Array(Percent, { minItems: 12, maxItems: 12 })),
    newcomers: Type.Optional(Percent),
    ease: PerMille("How often a caller's own words for it are understood."),
    steps: Type.Array(Key, { maxItems: 20, description: 'Slots, and lookup.' }),
    lookupFails: PerMille(),
    settles: PerMille("Of needs, the easiest first, that the bot's answer settles."),
    personFrom: Type.Integer({
      minimum: 0,
      maximum: 1000,
      description: 'Needs this hard are kept for people.',
    }),
    confusedWith: Type.Array(Key, { maxItems: 20 }),
  },
  strict,
);
export const SAYS = [
  'phone',
  'account',
  'card',
  'birthday',
  'pin',
  'email',
  'zip',
  'order',
  'amount',
  'month',
  'device',
  'country',
  'plan',
  'yes_no',
] as const;
export type Says = (typeof SAYS)[number];
const Slot = Type.Object(
  {
    says: Type.Union(SAYS.map((says) => Type.Literal(says))),
    ease: PerMille(),
    keys: Type.Boolean({ description: 'Whether it can be keyed.' }),
    yes: Type.Optional(PerMille('Of answers to a yes-no question.')),
  },
  strict,
);
const Incident = Type.Object(
  {
    name: Name,
    from: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2} \\d{2}:00$', description: 'Local time.' }),
    hours: Type.Integer({ minimum: 1, maximum: 240 }),
    region: Name,
    topic: Key,
    callsTimes: Type.Integer({ minimum: 1, maximum: 1000 }),
    negative: PerMille('Of its callers whose mood it spoils.'),
    lookupFails: PerMille('Added for its callers.'),
  },
  strict,
);
const Effects = Type.Object(
  {
    leaves: Type.Object(
      {
        anyPrompt: PerMille(),
        afterNoMatch: PerMille('Added for each failure in a row.'),
        afterLowConfidence: PerMille('Added when the bot believed a score below bot.confirmBelow.'),
      },
      strict,
    ),
    lineDrops: PerMille('Of those who leave at any prompt.'),
    asksAgent: Type.Object({ atOnce: PerMille(), afterNoMatch: PerMille() }, strict),
    unhelped: Type.Object({ share: PerMille('Of resolved calls.'), returns: PerMille() }, strict),
    greetingHangup: PerMille(),
    silentCalls: PerMille(),
    sentimentMissing: PerMille(),
    topicMissing: PerMille(),
    newcomerMonths: Type.Integer({ minimum: 0, maximum: 120 }),
  },
  strict,
);
const Habit = Type.Object({ returns: PerMille(), redials: PerMille(), soon: PerMille() }, strict);
const CallingBack = Type.Object(
  {
    lost: Habit,
    dropped: Habit,
    byAgent: Habit,
    queue: Habit,
    closed: Habit,
    greeting: Habit,
    silence: Habit,
    system: Habit,
    mostCalls: Type.Integer({ minimum: 1, maximum: 20 }),
  },
  strict,
);

export const ScenarioSchema = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z0-9_-]{1,60}$' }),
    description: Type.Optional(Type.String()),
    timeZone: Type.String({ minLength: 1, description: 'IANA.' }),
    languages: Type.Record(Name, Language, { minProperties: 1 }),
    customers: Customers,
    traffic: Traffic,
    agents: Agents,
    mainLine: Name,
    lines: Type.Record(Name, Type.Object({ name: Name, share: PerMille() }, strict), {
      description: "Lines of one topic type, with their share of that type's calls.",
    }),
    bot: Bot,
    releases: Type.Array(Release, { minItems: 1, maxItems: 200 }),
    incidents: Type.Array(Incident, { maxItems: 200 }),
    effects: Effects,
    callingBack: CallingBack,
    slots: Type.Record(Key, Slot),
    topics: Type.Record(Key, Topic, { minProperties: 1 }),
  },
  strict,
);
export type Scenario = Static<typeof ScenarioSchema>;
export type TopicSpec = Static<typeof Topic>;
export type ReleaseSpec = Static<typeof Release>;
export type IncidentSpec = Static<typeof Incident>;
export type SlotSpec = Static<typeof Slot>;
export type AgeSpec = Static<typeof Age>;
export type Habits = keyof Omit<Static<typeof CallingBack>, 'mostCalls'>;
