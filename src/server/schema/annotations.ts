import { Type } from '@fastify/type-provider-typebox';
import { NullableInstant, nullable, strict, Text } from './shared.ts';

const Kind = Type.Union([Type.Literal('release'), Type.Literal('outage'), Type.Literal('note')]);
const Id = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._-]+$' });

export const AnnotationSchema = strict({
  id: Id,
  from: Type.String({ description: 'ISO 8601 in UTC.' }),
  to: NullableInstant,
  kind: Kind,
  label: Text,
});

export const AnnotationsSchema = strict({ annotations: Type.Array(AnnotationSchema) });

export const NewAnnotationSchema = strict({
  id: Type.Optional(Id),
  from: Type.String({ description: 'A date, a date-time in timeZone, or an instant.' }),
  to: Type.Optional(nullable(Type.String({ description: 'Excluded; null for an instant.' }))),
  timeZone: Type.Optional(Type.String({ description: 'IANA; UTC by default.' })),
  kind: Kind,
  label: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }),
});
