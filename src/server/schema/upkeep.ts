import { Type } from '@fastify/type-provider-typebox';
import { Count, DataVersion, NullableInteger, NullableText, nullable, strict, Text } from './shared.ts';

export const RemovalSchema = strict({
  kind: Type.Union([Type.Literal('erase'), Type.Literal('retain')]),
  dataVersion: DataVersion,
  removed: strict({
    sessions: Count,
    turns: Count,
    quarantined: Type.Integer({ minimum: 0, description: 'Records of the quarantine.' }),
    undated: Type.Integer({
      minimum: 0,
      description: 'Records that stay in quarantine, and of which it is not known when their calls began.',
    }),
    objects: Type.Array(Text, {
      description:
        'Objects that the bucket still holds: after an erasure all that have a record of the customer, loaded or not; else those that the rows came from.',
    }),
  }),
  unsearched: Type.Array(Text, {
    description: 'Objects of the bucket that could not be looked into for the erased customer.',
  }),
  retainedFrom: nullable(
    Type.String({
      description: 'ISO 8601: no call that began before is kept. A later cut-off stays in force.',
    }),
  ),
});

export const PlaceSchema = {
  object: Text,
  generation: Text,
  position: Type.Integer({ minimum: 1, description: 'Place of the record in its object, from 1.' }),
};

const RecordSchema = strict({
  ...PlaceSchema,
  line: NullableInteger,
  session_id: NullableText,
  reason: Text,
  detail: NullableText,
  dropped: Type.Boolean(),
});

export const QuarantineSchema = strict({
  records: Type.Array(RecordSchema),
  total: nullable(
    Type.Integer({
      minimum: 0,
      description: 'All that the filters leave; counted for the first page alone.',
    }),
  ),
  next: nullable(Text),
});

export const ExcerptSchema = strict({ record: RecordSchema, text: NullableText });

export const RetrySchema = strict({
  objects: Count,
  before: Count,
  after: Count,
  unread: Type.Array(Text),
});

const OutcomeSchema = strict({ sessions: Count, resolved: Count, escalated: Count, abandoned: Count });

export const DayChangesSchema = strict({
  changes: Type.Array(
    strict({
      dataVersion: DataVersion,
      committedAt: Text,
      day: Text,
      objects: Type.Array(Text),
      before: OutcomeSchema,
      after: OutcomeSchema,
    }),
  ),
});
