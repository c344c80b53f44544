import { Type } from '@fastify/type-provider-typebox';
import { EarshotError } from '../../base/errors.ts';
import { OUTCOME_CODES } from '../../contract/fields.ts';
import type { Statement, Warehouse } from '../../warehouse/warehouse.ts';
import type { ChangeRecord, SessionDetail, TranscriptTurn } from '../api.ts';
import type { AddRoutes } from '../app.ts';
import { rowsAs } from '../rows.ts';
import { SessionDetailSchema } from '../schema/sessions.ts';
import { responses, strict } from '../schema/shared.ts';
import { visitorOf } from '../visitors.ts';

export const sessionRoute: AddRoutes = (app, { warehouse, audit }) => {
  const schema = {
    summary: 'One session with its transcript, and what cleaning changed in it',
    params: strict({ session_id: Type.String({ minLength: 1 }) }),
    response: responses(SessionDetailSchema),
  };
  app.get('/sessions/:session_id', { schema, config: { access: 'analyst' } }, async (request) => {
    const session = await readSession(warehouse, request.params.session_id);
    await audit.opened(visitorOf(request), 'transcript', { session: session.session_id });
    return session;
  });
};

const COLUMNS = `session_id, customer_id, call_start_time, call_duration_sec, topic_type, topic_name, initial_intent,
  resolution_status, customer_sentiment, ivr_outcome_code, customer_turns, call_end_time, escalation_flag, system_error_flag,
  bot_version, language, entry_point, age_group, region, plan_type, tenure_months, bot_duration_sec,
  object AS source_file, generation, position`;

/** Lists of a version, and the members of their elements that are shown. */
const LISTS = {
  turns: [
    'turn_number',
    'timestamp',
    'speaker',
    'text',
    'intent_detected',
    'intent_name',
    'confidence_score',
    'input_mode',
    'event',
    'prompt_id',
  ],
  changes: ['turn_number', 'field', 'before', 'after', 'rule'],
  findings: ['code'],
} as const;

type Head = Omit<SessionDetail, 'outcome_reason' | 'turns' | 'changes' | 'findings'>;

async function readSession(warehouse: Warehouse, sessionId: string): Promise<SessionDetail> {
  const session = await headOf(warehouse, sessionId);
  if (!session) {
    throw new EarshotError('not_found', 'unknown_session', 'No session has this session_id.', {
      facts: { session_id: sessionId },
    });
  }
  // A commit between these reads may replace the generation: then its lists come out empty, never mixed.
  const start = session.call_start_time;
  const version = [sessionId, start, start, session.source_file, session.generation];
  const [turns, changes, findings] = await Promise.all([
    warehouse.query(listOf('turns', warehouse.dialect, version)),
    warehouse.query(listOf('changes', warehouse.dialect, version)),
    warehouse.query(listOf('findings', warehouse.dialect, version)),
  ]);
  return {
    ...session,
    outcome_reason: reasonOf(session.ivr_outcome_code),
    turns: rowsAs<TranscriptTurn>(turns),
    changes: rowsAs<ChangeRecord>(changes),
    findings: findings.map(({ code }) => String(code)),
  };
}

/** GoogleSQL names the element of an UNNEST itself, DuckDB the column of a table that holds it. */
const ELEMENT = { duckdb: 'elements(element)', googlesql: 'element' };

const WITHIN = 'call_start_time >= CAST($2 AS TIMESTAMP) AND call_start_time <= CAST($3 AS TIMESTAMP)';

async function headOf(warehouse: Warehouse, sessionId: string): Promise<Head | undefined> {
  const starts = await startsOf(warehouse, sessionId);
  if (starts === null) return undefined;
  const sql = `SELECT ${COLUMNS} FROM session_version WHERE is_current AND session_id = $1 AND ${WITHIN}`;
  return rowsAs<Head>(await warehouse.query({ sql, params: [sessionId, ...starts] }))[0];
}

/** The years that a TIMESTAMP of either engine has. */
const ALWAYS = ['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z'] as const;

/** First and last start of its versions, null when it has none: BigQuery would look for it in all partitions. */
async function startsOf(warehouse: Warehouse, sessionId: string): Promise<readonly [string, string] | null> {
  if (warehouse.dialect === 'duckdb') return ALWAYS;
  const sql = `SELECT min(call_start_time) AS first_start, max(call_start_time) AS last_start FROM version_place
WHERE session_id = $1`;
  const [found] = await warehouse.query({ sql, params: [sessionId] });
  const [first, last] = [found?.first_start, found?.last_start];
  return typeof first === 'string' && typeof last === 'string' ? [first, last] : null;
}

/** The version is looked up inside: DuckDB would else unnest the lists of all versions before it filters them. */
function listOf(
  list: keyof typeof LISTS,
  dialect: Warehouse['dialect'],
  params: Statement['params'],
): Statement {
  const quote = dialect === 'duckdb' ? '"' : '`';
  const columns = LISTS[list].map((name) => `element.${quote}${name}${quote}`);
  const version = `SELECT ${list} FROM session_version WHERE session_id = $1 AND ${WITHIN} AND object = $4 AND generation = $5`;
  const order = list === 'turns' ? ' ORDER BY 1' : '';
  return {
    sql: `SELECT ${columns.join(', ')} FROM (${version}) AS version, UNNEST(version.${list}) AS ${ELEMENT[dialect]}${order}`,
    params,
  };
}

/** Null for a code of another system. */
function reasonOf(code: string | null): string | null {
  const own: Readonly<Record<string, string>> = OUTCOME_CODES;
  return code !== null && Object.hasOwn(own, code) ? (own[code] ?? null) : null;
}
