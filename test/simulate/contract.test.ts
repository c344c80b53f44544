import { beforeAll, describe, expect, it } from 'vitest';
import {
  CUSTOMER_FIELDS,
  type Field,
  OUTCOME_CODES,
  SESSION_FIELDS,
  type Session,
  TURN_FIELDS,
} from '../../src/contract/fields.ts';
import { loadScenario } from '../../src/simulate/scenario/load.ts';
import { callsByCustomer, run, YEAR } from './run.ts';

let sessions: readonly Session[];
let files: ReadonlyMap<string, string>;
beforeAll(async () => {
  ({ sessions, files } = await run({ ...YEAR, sessions: 4000, seed: 11 }));
});

const ISO_MS = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function fits(field: Field, value: unknown): boolean {
  if (value === undefined) return field.optional === true;
  if (value === null) return field.required !== true;
  if (field.kind === 'timestamp') return typeof value === 'string' && ISO_MS.test(value);
  if (field.kind === 'integer' || field.kind === 'number') {
    const { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY } = field;
    const whole = field.kind === 'number' || Number.isInteger(value);
    return typeof value === 'number' && whole && value >= minimum && value <= maximum;
  }
  return typeof value === 'string' && value !== '' && (field.values?.includes(value) ?? true);
}

function misfits(fields: readonly Field[], record: object, also: readonly string[] = []): string[] {
  const values = new Map(Object.entries(record));
  const known = [...fields.map((field) => field.name), ...also];
  const strange = [...values.keys()].filter((key) => !known.includes(key));
  return [...strange, ...fields.filter((field) => !fits(field, values.get(field.name))).map((f) => f.name)];
}

describe('every session', () => {
  it('has the fields of the contract and no other, each of its type', () => {
    const wrong = sessions.flatMap((session) => [
      ...misfits(SESSION_FIELDS, session, ['conversation', 'customer']),
      ...(session.customer ? misfits(CUSTOMER_FIELDS, session.customer) : []),
      ...session.conversation.flatMap((turn) => misfits(TURN_FIELDS, turn)),
    ]);
    expect(wrong).toEqual([]);
  });

  it('starts in the period, in order, in the file of its day', () => {
    const starts = sessions.map((session) => session.call_start_time ?? '');
    expect(starts).toEqual([...starts].sort());
    expect(starts.every((start) => start >= '2025-01-01' && start < '2026-01-01')).toBe(true);
    for (const [object, text] of files) {
      const held: Session[] = JSON.parse(text);
      expect(
        new Set(held.map((session) => session.call_start_time?.slice(0, 10).replaceAll('-', '/'))),
      ).toEqual(new Set([object.slice(0, 10)]));
    }
  });

  it('lasts from start to end, half up, with its turns in between, numbered and in order', () => {
    for (const { call_start_time, call_end_time, call_duration_sec, conversation } of sessions) {
      const startMs = Date.parse(call_start_time ?? '');
      const endMs = Date.parse(call_end_time ?? '');
      expect(call_duration_sec).toBe(Math.floor((endMs - startMs + 500) / 1000));
      expect(conversation.map((turn) => turn.turn_number)).toEqual(conversation.map((_, at) => at + 1));
      const times = [startMs, ...conversation.map((turn) => Date.parse(turn.timestamp ?? '')), endMs];
      expect(times.every((time, at) => at === 0 || time >= (times[at - 1] ?? 0))).toBe(true);
    }
  });

  it('leaves each turn the time to be said', () => {
    for (const { conversation, call_end_time } of sessions) {
      conversation.forEach((turn, at) => {
        const next = conversation[at + 1]?.timestamp ?? call_end_time ?? '';
        const lastsMs = Date.parse(next) - Date.parse(turn.timestamp ?? '');
        expect(lastsMs).toBeGreaterThanOrEqual((turn.text?.length ?? 0) * 50);
      });
    }
  });

  it('names an outcome of the contract and a topic with its type', () => {
    const topics = new Map<string | null, string | null>(
      Object.values(loadScenario().topics).map((topic) => [topic.name, topic.type]),
    );
    for (const session of sessions) {
      expect(OUTCOME_CODES).toHaveProperty(session.ivr_outcome_code ?? '');
      expect(session.topic_type).toBe(topics.get(session.topic_name) ?? null);
    }
  });
});

describe('the feed', () => {
  it('knows at least 14 topics of at least 5 types, and all five regions', () => {
    const distinct = (of: (session: Session) => unknown) => new Set(sessions.map(of)).size;
    expect(distinct((session) => session.topic_name)).toBeGreaterThanOrEqual(15);
    expect(distinct((session) => session.topic_type)).toBeGreaterThanOrEqual(6);
    const regions = new Set(sessions.map((session) => session.customer?.region));
    expect([...regions].sort()).toEqual(['Central', 'East', 'North', 'South', 'West', undefined]);
  });

  it('lacks now and then what real feeds lack', () => {
    const share = (of: (session: Session) => boolean) => sessions.filter(of).length / sessions.length;
    for (const missing of [
      share((session) => session.customer_id === null),
      share((session) => session.customer_sentiment === null),
      share((session) => session.topic_name === null),
    ]) {
      expect(missing).toBeGreaterThan(0.005);
      expect(missing).toBeLessThan(0.12);
    }
  });

  it('lets tenure grow with time for the same customer', () => {
    let grew = 0;
    for (const calls of callsByCustomer(sessions)) {
      const months = calls.map((session) => session.customer?.tenure_months ?? 0);
      expect(months).toEqual([...months].sort((a, b) => a - b));
      if ((months.at(-1) ?? 0) > (months[0] ?? 0)) grew++;
    }
    expect(grew).toBeGreaterThan(100);
  });
});
