import fc from 'fast-check';
import type { StagedVersion } from '../../src/contract/batch.ts';

type Unused = 'turns' | 'changes' | 'findings';

/** A row of session_version without its lists. */
export type TestSession = Omit<StagedVersion, Unused> & {
  readonly next_contact_time: string | null;
  readonly next_topic_contact_time: string | null;
  /** No column: what the dimension of that name must come to. */
  readonly known_caller: 'Known' | 'New' | null;
};
type Call = Omit<TestSession, 'next_contact_time' | 'next_topic_contact_time' | 'known_caller'>;

/** A year with both changes of clocks of every zone that is tested. */
const FIRST_MS = Date.parse('2024-11-20T00:00:00Z');
const LAST_MS = Date.parse('2025-12-05T00:00:00Z');

const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 6 });
const word = (...words: string[]) => orNull(fc.constantFrom(...words));

const drawn = fc.record({
  customer_id: orNull(fc.integer({ min: 1, max: 60 }).map((n) => `C${n}`)),
  start_ms: fc.integer({ min: FIRST_MS, max: LAST_MS }),
  has_end: fc.boolean(),
  call_duration_sec: orNull(fc.integer({ min: 0, max: 900 })),
  bot_duration_sec: orNull(fc.integer({ min: 0, max: 300 })),
  initial_intent: word('make_payment', "it's; DROP TABLE", 'check_bill'),
  resolution_status: orNull(fc.constantFrom('Resolved', 'Escalated', 'Abandoned')),
  escalation_flag: orNull(fc.constantFrom('Y', 'N')),
  customer_sentiment: orNull(fc.constantFrom('Positive', 'Neutral', 'Negative')),
  system_error_flag: orNull(fc.constantFrom('Y', 'N')),
  ivr_outcome_code: word('RES_CONFIRMED', 'ESC_POLICY', 'ABN_GREETING'),
  topic_type: word('Billing', 'TechSupport'),
  topic_name: word('Payment Issue', 'Internet Down', 'Über-Tarif'),
  bot_version: word('1.0', '1.1'),
  language: word('en', 'de'),
  entry_point: word('+100', '+200'),
  age_group: word('18-24', '25-34'),
  region: word('North', 'South', 'East'),
  plan_type: word('Basic', 'Premium'),
  tenure_months: orNull(fc.integer({ min: 0, max: 80 })),
  customer_turns: fc.integer({ min: 0, max: 8 }),
  judged_share: fc.double({ min: 0, max: 1, noNaN: true }),
  recognised_share: fc.double({ min: 0, max: 1, noNaN: true }),
  events: fc.boolean(),
  no_match_events: fc.integer({ min: 0, max: 2 }),
  no_input_events: fc.integer({ min: 0, max: 2 }),
  confidence: fc.integer({ min: 0, max: 1_000_000 }),
  has_agent_turn: fc.boolean(),
  agent_requested: fc.boolean(),
});

/** Calls drawn from a seed; the same seed draws the same calls. */
export function drawSessions(count: number, seed: number): TestSession[] {
  const calls = fc.sample(drawn, { numRuns: count, seed }).map(callOf);
  return calls.map((call) => ({
    ...call,
    next_contact_time: nextStart(call, calls, () => true),
    next_topic_contact_time: nextStart(call, calls, (other) => onSameTopic(call, other)),
    known_caller: knownCaller(call, calls),
  }));
}

type Drawn = typeof drawn extends fc.Arbitrary<infer T> ? T : never;

function callOf(
  { start_ms, has_end, judged_share, recognised_share, events, confidence, ...given }: Drawn,
  index: number,
): Call {
  const judged = Math.floor(given.customer_turns * judged_share);
  const endMs = start_ms + (given.call_duration_sec ?? 0) * 1000;
  return {
    ...given,
    session_id: `S${index}`,
    call_start_time: new Date(start_ms).toISOString(),
    call_end_time: has_end ? new Date(endMs).toISOString() : null,
    judged_turns: judged,
    recognised_turns: Math.floor(judged * recognised_share),
    has_event: events,
    no_match_events: events ? given.no_match_events : 0,
    no_input_events: events ? given.no_input_events : 0,
    scored_turns: judged,
    confidence_micros: judged * confidence,
    is_engaged: given.customer_turns > 0,
    object: '2025/01/01/a.json',
    generation: '1',
    position: index + 1,
  } as Call;
}

const DAYS_90_MS = 90 * 86_400_000;

function knownCaller(call: Call, calls: readonly Call[]): TestSession['known_caller'] {
  const startMs = Date.parse(call.call_start_time);
  const firstMs = Math.min(...calls.map((other) => Date.parse(other.call_start_time)));
  if (call.customer_id === null || startMs < firstMs + DAYS_90_MS) return null;
  const isBefore = ({ customer_id, call_start_time }: Call) => {
    const gapMs = startMs - Date.parse(call_start_time);
    return customer_id === call.customer_id && gapMs > 0 && gapMs <= DAYS_90_MS;
  };
  return calls.some(isBefore) ? 'Known' : 'New';
}

export function onSameTopic(one: Pick<Call, 'topic_name'>, other: Pick<Call, 'topic_name'>): boolean {
  return one.topic_name === null || other.topic_name === null || one.topic_name === other.topic_name;
}

function nextStart(call: Call, calls: readonly Call[], counts: (other: Call) => boolean): string | null {
  if (call.customer_id === null) return null;
  const later = calls
    .filter((other) => other.customer_id === call.customer_id && other.call_start_time > call.call_start_time)
    .filter(counts)
    .map((other) => other.call_start_time)
    .sort();
  return later[0] ?? null;
}
