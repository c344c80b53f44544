import { Type } from '@fastify/type-provider-typebox';
import { Count, DataVersion, NullableInstant, NullableNumber, nullable, strict, Text } from './shared.ts';

const CountValue = strict({ value: Type.Number() });
const RateValue = strict({
  value: NullableNumber,
  numerator: Type.Integer(),
  denominator: Count,
  low: NullableNumber,
  high: NullableNumber,
  parts: Type.Optional(Type.Record(Type.String(), Type.Integer())),
  immature: Type.Optional(Count),
});
const MeanValue = strict({
  value: NullableNumber,
  n: Count,
  low: Type.Optional(NullableNumber),
  high: Type.Optional(NullableNumber),
});
const Values = Type.Record(Type.String(), Type.Union([CountValue, RateValue, MeanValue]));
const Change = strict({
  value: NullableNumber,
  low: Type.Optional(NullableNumber),
  high: Type.Optional(NullableNumber),
});
const Period = strict({ from: NullableInstant, to: NullableInstant });

export const AnswerSchema = strict({
  rows: Type.Array(
    strict({
      key: Type.Record(Type.String(), nullable(Type.Union([Text, Type.Number()]))),
      values: Values,
      previous: Type.Optional(Values),
      change: Type.Optional(Type.Record(Type.String(), Change)),
    }),
  ),
  period: Period,
  previousPeriod: Type.Optional(Period),
  previousIsCut: Type.Optional(Type.Literal(true)),
  elapsedPeriod: Type.Optional(Period),
  timeZone: Text,
  dataVersion: DataVersion,
});
