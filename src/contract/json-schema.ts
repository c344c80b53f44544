import { CUSTOMER_FIELDS, type Field, type FieldKind, SESSION_FIELDS, TURN_FIELDS } from './fields.ts';

/** A JSON Schema, 2020-12, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

const DIALECT = 'https://json-schema.org/draft/2020-12/schema';

const KINDS: Record<FieldKind, { readonly type: string; readonly format?: string }> = {
  string: { type: 'string' },
  enum: { type: 'string' },
  integer: { type: 'integer' },
  number: { type: 'number' },
  timestamp: { type: 'string', format: 'date-time' },
};

/** One session as a session file should hold it; cleaning repairs much that this refuses. */
export function sessionSchema(): JsonSchema {
  return { $schema: DIALECT, title: 'Session', $ref: '#/$defs/session', $defs: definitions() };
}

/** A whole session file: an array of sessions, or one session. In NDJSON each line is one session. */
export function sessionFileSchema(): JsonSchema {
  const session = { $ref: '#/$defs/session' };
  return {
    $schema: DIALECT,
    title: 'Session file',
    description:
      'An array of sessions, or one session; in an NDJSON file each line is one session. What is not in the schema may stand there and is ignored.',
    anyOf: [{ type: 'array', items: session }, session],
    $defs: definitions(),
  };
}

function definitions(): JsonSchema {
  const session = recordSchema(SESSION_FIELDS, 'One call.');
  const conversation = {
    type: 'array',
    items: { $ref: '#/$defs/turn' },
    description: 'The transcript: the turns of the call, in order.',
  };
  const customer = { anyOf: [{ $ref: '#/$defs/customer' }, { type: 'null' }] };
  return {
    session: {
      ...session,
      properties: { ...session.properties, conversation, customer },
      required: [...session.required, 'conversation'],
    },
    turn: recordSchema(TURN_FIELDS, 'One turn of the conversation.'),
    customer: recordSchema(CUSTOMER_FIELDS, 'The caller as at the call.'),
  };
}

interface RecordSchema extends JsonSchema {
  readonly properties: JsonSchema;
  readonly required: readonly string[];
}

function recordSchema(fields: readonly Field[], description: string): RecordSchema {
  return {
    type: 'object',
    description,
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    required: fields.filter((field) => !field.optional).map((field) => field.name),
    additionalProperties: true,
  };
}

function fieldSchema(field: Field): JsonSchema {
  const { type, ...format } = KINDS[field.kind];
  const { values, minimum, maximum, description } = field;
  const nullable = !field.required;
  return {
    type: nullable ? [type, 'null'] : type,
    ...format,
    ...(values && { enum: nullable ? [...values, null] : values }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(field.required && type === 'string' && { minLength: 1 }),
    description,
  };
}
