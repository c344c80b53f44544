import { type Static, Type } from '@fastify/type-provider-typebox';
import type { MovedQuestion } from '../api.ts';
import { SCOPE } from './question.ts';
import { Count, DataVersion, NullableNumber, nullable, strict, Text } from './shared.ts';

export const AssociationsQuestionSchema = strict(SCOPE);
export const AssociationsAnswerSchema = strict({
  variables: Type.Array(strict({ name: Text, label: Text, kind: Text, description: Text })),
  pairs: Type.Array(
    strict({
      one: Text,
      other: Text,
      measure: Type.Union([
        Type.Literal('phi'),
        Type.Literal('point_biserial'),
        Type.Literal('spearman'),
        Type.Literal('cramers_v'),
      ]),
      value: NullableNumber,
      n: Count,
    }),
  ),
  dataVersion: DataVersion,
});

const Name = Type.String({ minLength: 1, maxLength: 100 });

export const MovedQuestionSchema = strict({
  ...SCOPE,
  metric: Type.String({ minLength: 1, maxLength: 100, description: 'A rate or a mean.' }),
  by: Type.String({ ...Name, description: 'The dimension that splits the change.' }),
  compare: Type.Optional(Type.Union([Type.Literal('previous_period'), Type.Literal('previous_year')])),
});
const Period = strict({ from: nullable(Text), to: nullable(Text) });
export const MovedAnswerSchema = strict({
  rows: Type.Array(
    strict({
      key: nullable(Type.Union([Text, Type.Number()])),
      weight: Type.Number(),
      weightBefore: Type.Number(),
      value: NullableNumber,
      valueBefore: NullableNumber,
      n: Count,
      nBefore: Count,
      mix: Type.Number({ description: 'Δw·(mean r − mean R).' }),
      rate: Type.Number({ description: '(mean w)·Δr.' }),
    }),
  ),
  value: NullableNumber,
  valueBefore: NullableNumber,
  change: nullable(Type.Number({ description: 'The sum of mix and rate over all rows.' })),
  previousPeriod: Type.Optional(Period),
  dataVersion: DataVersion,
});

/** Fails to compile when schema and type drift apart. */
export const asMovedQuestion = (body: Static<typeof MovedQuestionSchema>): MovedQuestion => body;
