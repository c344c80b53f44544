import { type Static, Type } from '@fastify/type-provider-typebox';
import type { SessionsQuestion } from '../api.ts';
import { MetricOptionsSchema, SCOPE } from './question.ts';
import {
  Count,
  DataVersion,
  NullableInstant,
  NullableInteger,
  NullableNumber,
  NullableText,
  nullable,
  strict,
  Text,
} from './shared.ts';

const Behind = strict({
  metric: Type.String({ minLength: 1, maxLength: 100 }),
  part: Type.Union([Type.Literal('numerator'), Type.Literal('denominator')]),
  options: Type.Optional(MetricOptionsSchema),
});

const Share = Type.Number({ minimum: 0, maximum: 1 });
const Name = Type.String({ maxLength: 1000 });
const Holding = Type.Union(
  [
    strict({ what: Type.Literal('confidence'), from: Share, to: Share }),
    strict({ what: Type.Literal('intent'), intent: nullable(Name) }),
    strict({ what: Type.Literal('prompt'), prompt: Name }),
    strict({ what: Type.Literal('exit'), prompt: Name }),
    strict({ what: Type.Literal('calls'), calls: Type.Integer({ minimum: 1, maximum: 1_000_000 }) }),
    strict({ what: Type.Literal('both'), one: Name, other: Name }),
  ],
  { description: 'What a call must hold to be behind a number that no metric counts.' },
);

export const SessionsQuestionSchema = strict({
  ...SCOPE,
  behind: Type.Optional(Behind),
  holding: Type.Optional(Holding),
  text: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'In what anyone said, whatever its case.' }),
  ),
  order: Type.Optional(
    Type.Union(
      [
        Type.Literal('newest'),
        Type.Literal('oldest'),
        Type.Literal('longest'),
        Type.Literal('shortest'),
        Type.Literal('most_turns'),
      ],
      { description: 'newest by default.' },
    ),
  ),
  sample: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: 2_147_483_647,
      description: 'A seed: a random sample of limit calls in place of an order.',
    }),
  ),
  cursor: Type.Optional(Type.String({ maxLength: 8192, description: 'nextCursor of the page before.' })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});

const SUMMARY = {
  session_id: Text,
  customer_id: NullableText,
  call_start_time: Type.String({ description: 'ISO 8601 in UTC.' }),
  call_duration_sec: NullableInteger,
  topic_type: NullableText,
  topic_name: NullableText,
  initial_intent: NullableText,
  resolution_status: NullableText,
  customer_sentiment: NullableText,
  ivr_outcome_code: NullableText,
  customer_turns: Count,
};

export const SessionsAnswerSchema = strict({
  sessions: Type.Array(strict(SUMMARY)),
  total: Type.Integer({ minimum: 0, description: 'Of the question, not of the page.' }),
  nextCursor: NullableText,
  dataVersion: DataVersion,
});

const Turn = strict({
  turn_number: Type.Integer({ minimum: 1 }),
  timestamp: NullableInstant,
  speaker: NullableText,
  text: NullableText,
  intent_detected: NullableText,
  intent_name: NullableText,
  confidence_score: NullableNumber,
  input_mode: NullableText,
  event: NullableText,
  prompt_id: NullableText,
});

const Change = strict({
  turn_number: NullableInteger,
  field: Text,
  before: NullableText,
  after: NullableText,
  rule: Text,
});

export const SessionDetailSchema = strict({
  ...SUMMARY,
  call_end_time: NullableInstant,
  escalation_flag: NullableText,
  system_error_flag: NullableText,
  bot_version: NullableText,
  language: NullableText,
  entry_point: NullableText,
  age_group: NullableText,
  region: NullableText,
  plan_type: NullableText,
  tenure_months: NullableInteger,
  bot_duration_sec: NullableInteger,
  source_file: Text,
  generation: Text,
  position: Count,
  outcome_reason: NullableText,
  turns: Type.Array(Turn),
  changes: Type.Array(Change),
  findings: Type.Array(Text),
});

/** Fails to compile when schema and type drift apart. */
export const asSessionsQuestion = (body: Static<typeof SessionsQuestionSchema>): SessionsQuestion => body;
