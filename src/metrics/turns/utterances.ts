import type { Scope } from '../question.ts';
import type { Statement } from '../source.ts';
import {
  alias,
  and,
  column,
  countIf,
  integer,
  list,
  rowLimit,
  type Sql,
  sql,
  statement,
  TRUE,
  text,
} from '../sql.ts';
import { contains } from './contains.ts';
import { type AskContext, whereOf } from './context.ts';
import { legTurns } from './leg.ts';
import { before, isSpeaker, ofTurn, picked } from './turn.ts';

export const UTTERANCE_KINDS = ['no_match', 'no_input', 'low_confidence'] as const;
export type UtteranceKind = (typeof UTTERANCE_KINDS)[number];

export interface UtterancePage {
  readonly kind: UtteranceKind;
  /** Of low confidence: a score less than this, from 0 to 1. */
  readonly below: number;
  /** Found in what was said or asked, whatever its case. */
  readonly text?: string;
  readonly offset: number;
  readonly limit: number;
}

const SESSION = ['session_id', 'call_start_time', 'topic_name', 'resolution_status'] as const;

/** An event on a Chatbot turn speaks of the caller's turn before, or of the silence. */
const ownTurn = isSpeaker('Customer');
const saidBefore = sql`CASE WHEN ${before(1, 'speaker')} = ${text('Customer')} THEN ${before(1, 'text')} END`;
const said = sql`CASE WHEN ${ownTurn} THEN ${ofTurn('text')} ELSE ${saidBefore} END`;
const asked = sql`CASE WHEN ${ownTurn} THEN ${before(1, 'text')} ELSE ${before(2, 'text')} END`;
const askedPrompt = sql`CASE WHEN ${ownTurn} THEN ${before(1, 'prompt_id')} ELSE ${before(2, 'prompt_id')} END`;
const score = sql`CASE WHEN ${ownTurn} THEN ${ofTurn('confidence_score')} ELSE ${before(1, 'confidence_score')} END`;

// Typed by what it stands beside: no engine's own names of types are needed.
const noText = sql`NULLIF(${ofTurn('speaker')}, ${ofTurn('speaker')})`;
const noScore = sql`NULLIF(${ofTurn('confidence_score')}, ${ofTurn('confidence_score')})`;

interface Kind {
  /** Sessions that have any, by their facts. */
  readonly sessions: Sql;
  readonly turns: Sql;
  readonly fields: Readonly<Record<string, Sql>>;
}

const MICROS = 1_000_000;

function kindOf({ kind, below }: UtterancePage): Kind {
  const number = { turn_number: ofTurn('turn_number') };
  if (kind === 'no_input') {
    const fields = {
      ...number,
      text: noText,
      asked: before(1, 'text'),
      prompt_id: before(1, 'prompt_id'),
      confidence: noScore,
    };
    return { sessions: sql`${column('no_input_events')} > 0`, turns: isEvent('NoInput'), fields };
  }
  const fields = { ...number, text: said, asked, prompt_id: askedPrompt, confidence: score };
  if (kind === 'no_match')
    return { sessions: sql`${column('no_match_events')} > 0`, turns: isEvent('NoMatch'), fields };
  const isLow = sql`${ofTurn('confidence_score')} * ${integer(MICROS)} < ${integer(Math.round(below * MICROS))}`;
  return { sessions: sql`${column('scored_turns')} > 0`, turns: and(isSpeaker('Customer'), isLow), fields };
}

const isEvent = (event: string): Sql => sql`${ofTurn('event')} = ${text(event)}`;

export interface UtteranceStatements {
  readonly page: Statement;
  /** One row: `total`. */
  readonly total: Statement;
}

/** What callers said and the bot did not understand, did not hear, or was not sure of; newest first. */
export function utteranceStatements(
  scope: Scope,
  page: UtterancePage,
  context: AskContext,
): UtteranceStatements {
  const kind = kindOf(page);
  const from = legTurns({
    columns: SESSION.map(column),
    where: and(whereOf(scope, context), kind.sessions),
    turns: kind.turns,
    fields: kind.fields,
  });
  const where = page.text === undefined ? TRUE : isFound(page.text);
  const columns = [
    ...SESSION.map(column),
    ...Object.keys(kind.fields).map((name) => sql`${picked(name)} AS ${alias(name)}`),
  ];
  return {
    page: statement(
      sql`SELECT ${list(columns)}
FROM ${from}
WHERE ${where}
ORDER BY ${column('call_start_time')} DESC, ${column('session_id')} DESC, ${picked('turn_number')} DESC
LIMIT ${rowLimit(page.limit)} OFFSET ${rowLimit(page.offset)}`,
      context.dialect,
    ),
    total: statement(
      sql`SELECT ${countIf(TRUE)} AS ${alias('total')}\nFROM ${from}\nWHERE ${where}`,
      context.dialect,
    ),
  };
}

function isFound(sought: string): Sql {
  const holds = (name: string) => contains(picked(name), sought);
  return sql`${holds('text')} OR ${holds('asked')}`;
}
