import { type Static, Type } from '@fastify/type-provider-typebox';
import type { Question } from '../../metrics/question.ts';
import { nullable, strict } from './shared.ts';

const Name = Type.String({ minLength: 1, maxLength: 100 });
const Moment = Type.String({
  maxLength: 40,
  description: 'A local date or date-time in timeZone, or an instant with offset.',
});

const Field = Type.String({ minLength: 1, maxLength: 100, description: 'A dimension or a numeric field.' });
const Values = Type.Array(nullable(Type.Union([Type.String({ maxLength: 1000 }), Type.Number()])), {
  minItems: 1,
  maxItems: 2000,
  description: 'null is "(none)".',
});
const Bound = Type.Optional(Type.Number({ description: 'Included.' }));

const FilterSchema = Type.Union([
  strict({ field: Field, op: Type.Literal('in'), values: Values }),
  strict({ field: Field, op: Type.Literal('not_in'), values: Values }),
  strict({ field: Field, op: Type.Literal('range'), min: Bound, max: Bound }),
  strict({ field: Field, op: Type.Literal('is_null') }),
  strict({ field: Field, op: Type.Literal('not_null') }),
]);

export const SCOPE = {
  from: Type.Optional(Moment),
  to: Type.Optional(Moment),
  timeZone: Type.Optional(
    Type.String({ maxLength: 100, description: 'IANA; the reporting zone of the settings when absent.' }),
  ),
  where: Type.Optional(Type.Array(FilterSchema, { maxItems: 100 })),
  base: Type.Optional(Type.Union([Type.Literal('all'), Type.Literal('engaged')])),
};

export const MetricOptionsSchema = strict({
  durableDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
  durableAnyTopic: Type.Optional(Type.Boolean()),
});

export const QuestionSchema = strict({
  ...SCOPE,
  metrics: Type.Array(Name, { minItems: 1, maxItems: 100 }),
  by: Type.Optional(Type.Array(Name, { maxItems: 3, description: 'Dimensions, the outermost first.' })),
  compare: Type.Optional(Type.Union([Type.Literal('previous_period'), Type.Literal('previous_year')])),
  options: Type.Optional(MetricOptionsSchema),
});

/** Fails to compile when schema and type drift apart. */
export const asQuestion = (body: Static<typeof QuestionSchema>): Question => body;
