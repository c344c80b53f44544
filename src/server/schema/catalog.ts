import { Type } from '@fastify/type-provider-typebox';
import { Count, DataVersion, NullableInstant, NullableText, strict, Text } from './shared.ts';

const words = <const T extends readonly string[]>(...allowed: T) =>
  Type.Union(allowed.map((word) => Type.Literal(word)));

const Metric = strict({
  name: Text,
  label: Text,
  kind: words('count', 'rate', 'mean', 'percentile'),
  unit: words('sessions', 'customers', 'share', 'sec', 'turns', 'score'),
  good: Type.Union([Type.Literal('up'), Type.Literal('down'), Type.Null()]),
  additive: Type.Boolean(),
  description: Text,
});

const Dimension = strict({
  name: Text,
  label: Text,
  kind: words('category', 'time', 'ordinal'),
  description: Text,
});

export const CatalogSchema = strict({
  metrics: Type.Array(Metric),
  dimensions: Type.Array(Dimension),
  topicTypes: Type.Array(NullableText),
  firstCall: NullableInstant,
  newestCall: NullableInstant,
  quarantined: Count,
  timeZone: Text,
  dataVersion: DataVersion,
});
