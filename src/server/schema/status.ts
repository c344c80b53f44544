import { Type } from '@fastify/type-provider-typebox';
import { Count, DataVersion, NullableInstant, strict, Text } from './shared.ts';

const Counts = Type.Record(Type.String(), Count);

export const StatusSchema = strict({
  earshot: Text,
  bucket: Text,
  warehouse: Text,
  dataVersion: DataVersion,
  firstCall: NullableInstant,
  newestCall: NullableInstant,
  lastCommit: NullableInstant,
  lastLoaded: NullableInstant,
  files: strict({
    seen: Count,
    waiting: Count,
    loaded: Count,
    superseded: Count,
    quarantined: Count,
    gone: Count,
  }),
  records: strict({
    in: Count,
    loaded: Count,
    duplicate: Count,
    quarantined: Count,
    erased: Count,
    expired: Count,
  }),
  quarantineDropped: Count,
  stagedOtherwise: Count,
  daysWithoutCalls: Type.Array(Text),
  retainFrom: NullableInstant,
  erasedCustomers: Count,
  customers: Count,
  withheldSessions: Count,
  turns: Count,
  changesByRule: Counts,
  findings: Counts,
  quarantineByReason: Counts,
  redactionsByKind: Counts,
});

export const HealthSchema = strict({
  earshot: Type.String({ description: 'The version that answers.' }),
  owner: Type.Boolean({ description: "Whether the request's token is this owner's." }),
});
