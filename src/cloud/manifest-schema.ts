import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import Type from 'typebox';
import { messageOf } from '../base/errors.ts';
import type { Manifest } from './manifest.ts';

const Count = Type.Integer({ minimum: 0 });
const Part = (kind: string) =>
  Type.Array(Type.String({ pattern: `^batches/[0-9a-f]{40}/${kind}-\\d{5}\\.ndjson$` }));

/** What a tick relies on. More may stand there: a newer function may say more. */
const ManifestSchema = Type.Object({
  object: Type.String({ minLength: 1 }),
  generation: Type.String({ pattern: '^\\d{1,20}$' }),
  sizeBytes: Count,
  sha256: Type.Union([Type.Null(), Type.String({ pattern: '^[0-9a-f]{64}$' })]),
  seenAt: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z$' }),
  rulesVersion: Count,
  settings: Type.String(),
  counts: Type.Object({
    records: Count,
    sessions: Count,
    turns: Count,
    quarantined: Count,
    repeated: Count,
    erased: Count,
    expired: Count,
    changes: Count,
    redactions: Type.Record(Type.String(), Count),
  }),
  brokenEnd: Type.Boolean(),
  keepingId: Type.String(),
  versions: Part('versions'),
  quarantine: Part('quarantine'),
});

let compiled: ValidateFunction<Manifest> | undefined;

/** @throws Error that says what is wrong, without a value that stood there */
export function manifestFrom(text: string, id: string): Manifest {
  const value = parsed(text);
  compiled ??= new Ajv2020().compile<Manifest>(ManifestSchema);
  if (!compiled(value)) {
    const [wrong] = compiled.errors ?? [];
    throw new Error(`${wrong?.instancePath || 'it'} ${wrong?.message ?? 'is not valid'}`);
  }
  // What another batch has staged would go with this one.
  const isOwn = (part: string) => part.startsWith(`batches/${id}/`);
  if (![...value.versions, ...value.quarantine].every(isOwn))
    throw new Error('it names parts of another batch');
  return value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 quotes what it could not read.
    throw new Error(messageOf(error).includes('end of JSON') ? 'it breaks off' : 'it is no JSON');
  }
}
