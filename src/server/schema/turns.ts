import { Type } from '@fastify/type-provider-typebox';
import { SCOPE } from './question.ts';
import { Count, DataVersion, NullableNumber, NullableText, nullable, strict, Text } from './shared.ts';

const Share = Type.Number({ minimum: 0, maximum: 1 });

/** What a low score is, when nothing else is said. */
export const LOW_BELOW = 0.5;

export const ConfidenceQuestionSchema = strict(SCOPE);
export const ConfidenceAnswerSchema = strict({
  bins: Type.Array(
    strict({
      from: Share,
      to: Share,
      turns: Type.Record(Text, Count, { description: 'By resolution_status; "(none)" without one.' }),
    }),
  ),
  dataVersion: DataVersion,
});

export const IntentsQuestionSchema = strict({
  ...SCOPE,
  below: Type.Optional(
    Type.Number({ minimum: 0, maximum: 1, description: 'What a low score is; 0.5 by default.' }),
  ),
});
export const IntentsAnswerSchema = strict({
  intents: Type.Array(
    strict({
      intent: NullableText,
      turns: Count,
      scored: Count,
      mean_confidence: NullableNumber,
      low: Type.Integer({ minimum: 0, description: 'Scored turns below the limit.' }),
    }),
  ),
  dataVersion: DataVersion,
});

export const UtterancesQuestionSchema = strict({
  ...SCOPE,
  kind: Type.Union([Type.Literal('no_match'), Type.Literal('no_input'), Type.Literal('low_confidence')]),
  below: Type.Optional(
    Type.Number({ minimum: 0, maximum: 1, description: 'Of low_confidence; 0.5 by default.' }),
  ),
  text: Type.Optional(
    Type.String({ minLength: 1, maxLength: 200, description: 'In what was said or asked.' }),
  ),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 100_000 })),
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
});
export const UtterancesAnswerSchema = strict({
  utterances: Type.Array(
    strict({
      session_id: Text,
      call_start_time: Text,
      topic_name: NullableText,
      resolution_status: NullableText,
      turn_number: Type.Integer({
        minimum: 1,
        description: 'Of the turn that bears the event or the score.',
      }),
      text: NullableText,
      asked: nullable(Type.String({ description: 'What the bot had said before.' })),
      prompt_id: NullableText,
      confidence: NullableNumber,
    }),
  ),
  total: Count,
  dataVersion: DataVersion,
});

const Rate = strict({
  value: NullableNumber,
  numerator: Count,
  denominator: Count,
  low: NullableNumber,
  high: NullableNumber,
});
export const ExitsQuestionSchema = strict(SCOPE);
export const ExitsAnswerSchema = strict({
  prompts: Type.Array(
    strict({
      prompt_id: Text,
      heard: Type.Integer({ minimum: 0, description: 'Calls in which the bot said it.' }),
      abandoned: Rate,
      escalated: Rate,
    }),
  ),
  dataVersion: DataVersion,
});

export const CallersQuestionSchema = strict(SCOPE);
export const CallersAnswerSchema = strict({
  callers: Type.Array(
    strict({
      calls: Type.Integer({
        minimum: 1,
        description: 'Calls of one customer; the last row holds more, too.',
      }),
      customers: Count,
      sessions: Count,
    }),
  ),
  most: Type.Integer({ description: 'From so many calls on, one row.' }),
  dataVersion: DataVersion,
});
