import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuarantinedRecord, StagedVersion } from '../../src/contract/batch.ts';
import { REDACTION_KIND_NAMES } from '../../src/contract/redactions.ts';
import { CHANGE_RULES, QUARANTINE_REASONS } from '../../src/contract/rules.ts';
import { type StageOptions, stage } from '../../src/ingest/stage.ts';
import { CLEAN_RECORD, CLEAN_TURN } from './clean/record.ts';

const SEED = 20250131;
const OPTIONS: StageOptions = {
  feedTimeZone: 'America/New_York',
  maxObjectBytes: 1 << 24,
  fallbackIntents: [],
  agentRequestIntents: [],
  withheldCustomerIds: [],
  redact: REDACTION_KIND_NAMES,
};

/** Values that feeds really write, and some that nobody should. */
const dirt = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    '',
    'N/A',
    ' none ',
    true,
    false,
    0,
    1,
    -1,
    1.005,
    87.5,
    1e18,
    [],
    {},
    [1],
    'Y',
    'yes',
  ),
  fc.constantFrom<unknown>(
    '2025-01-31 12:00:30',
    '2025-01-31T12:00:30+01:00',
    1738324830,
    '1738324830000',
    'yesterday',
  ),
  fc.constantFrom<unknown>(
    'hung up',
    'TRANSFERRED',
    'happy',
    'caller',
    'bot',
    'pay_bill',
    '0000000000',
    '4111111111111111',
  ),
  fc.jsonValue({ maxDepth: 2 }),
  fc.string({ unit: 'binary' }),
);
const dirtyOver = (clean: Record<string, unknown>) =>
  fc
    .record(
      Object.fromEntries(
        Object.keys(clean).map((key) => [key, fc.option(dirt, { freq: 3, nil: undefined })]),
      ),
    )
    .map((dirty) => ({
      ...clean,
      ...Object.fromEntries(Object.entries(dirty).filter(([, value]) => value !== undefined)),
    }));
const turns = fc.array(dirtyOver({ ...CLEAN_TURN, input_mode: 'Speech', event: 'Match', prompt_id: 'p' }), {
  maxLength: 4,
});
const record = fc.oneof(
  {
    weight: 8,
    arbitrary: fc
      .tuple(dirtyOver({ ...CLEAN_RECORD, customer: {} }), turns)
      .map(([session, conversation]) => ({ conversation, ...without(session, 'conversation') })),
  },
  { weight: 1, arbitrary: dirtyOver(CLEAN_RECORD) },
  { weight: 1, arbitrary: dirt },
);

function without(object: Record<string, unknown>, key: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([name]) => name !== key));
}

function stageBytes(bytes: Uint8Array) {
  const object = stage(bytes, { object: 'o.json', generation: '1' }, OPTIONS);
  const lines = (text: string) => text.split('\n').filter(Boolean);
  return {
    counts: object.counts,
    versions: lines(object.versions).map((line) => JSON.parse(line) as StagedVersion),
    quarantine: lines(object.quarantine).map((line) => JSON.parse(line) as QuarantinedRecord),
  };
}

function expectAccounted({ counts, versions, quarantine }: ReturnType<typeof stageBytes>): void {
  expect(counts.sessions + counts.repeated + counts.quarantined).toBe(counts.records);
  expect(versions).toHaveLength(counts.sessions);
  expect(quarantine).toHaveLength(counts.quarantined);
  const positions = [...versions, ...quarantine].map(({ position }) => position);
  expect(new Set(positions).size).toBe(positions.length);
  for (const { reason } of quarantine) expect(QUARANTINE_REASONS).toHaveProperty(reason);
  expect(quarantine.filter(({ reason }) => reason === 'internal_error')).toEqual([]);
}

const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** What every staged session holds, whatever it was made from. */
function expectClean(version: StagedVersion): void {
  expect(version.call_start_time).toMatch(ISO);
  if (version.call_end_time !== null) expect(version.call_end_time >= version.call_start_time).toBe(true);
  expect(version.turns.map((turn) => turn.turn_number)).toEqual(version.turns.map((_, index) => index + 1));
  for (const { confidence_score: score } of version.turns) {
    // What is null may be left out of a line.
    if (score != null) expect(score >= 0 && score <= 1).toBe(true);
  }
  for (const change of version.changes) {
    expect(CHANGE_RULES).toHaveProperty(change.rule);
    expect(change.before?.length ?? 0).toBeLessThanOrEqual(200);
  }
  expect(JSON.stringify(version)).not.toMatch(/4111111111111111(?!")|NaN/);
}

const TEXT_FIELDS = [
  'initial_intent',
  'topic_type',
  'topic_name',
  'resolution_status',
  'customer_sentiment',
] as const;

/** A field that differs from what came has its change recorded, or was redacted. */
function expectRecorded(raw: Record<string, unknown>, version: StagedVersion): void {
  for (const field of TEXT_FIELDS) {
    const before = raw[field] ?? null;
    const isRedacted = String(version[field]).includes('[');
    const isChanged = before !== version[field] && !isRedacted;
    expect(version.changes.some((change) => change.field === field) || !isChanged, field).toBe(true);
  }
}

describe('whatever a file holds', () => {
  it('each record is loaded, repaired with its change recorded, or quarantined with its reason', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 8 }), (records) => {
        const text = JSON.stringify(records);
        const result = stageBytes(Buffer.from(text));
        expect(result.counts.records).toBe(records.length);
        expectAccounted(result);
        const parsed = JSON.parse(text) as Record<string, unknown>[];
        for (const version of result.versions) {
          expectClean(version);
          expectRecorded(parsed[version.position - 1] ?? {}, version);
        }
      }),
      { seed: SEED, numRuns: 400 },
    );
  });

  it('an array, NDJSON and gzip of the same records give the same sessions', () => {
    fc.assert(
      fc.property(fc.array(dirtyOver(CLEAN_RECORD), { minLength: 1, maxLength: 6 }), (records) => {
        const array = Buffer.from(JSON.stringify(records));
        const lines = Buffer.from(records.map((one) => JSON.stringify(one)).join('\n'));
        const { versions } = stageBytes(array);
        expect(stageBytes(lines).versions).toEqual(versions);
        expect(stageBytes(gzipSync(lines)).versions).toEqual(versions);
      }),
      { seed: SEED, numRuns: 60 },
    );
  });

  it('a file cut off anywhere keeps the sessions before the cut and accounts for the rest', () => {
    const records = [1, 2, 3, 4].map((n) => ({
      ...CLEAN_RECORD,
      session_id: `S${n}`,
      conversation: [CLEAN_TURN],
    }));
    const text = JSON.stringify(records, null, 1);
    const ends = records.map(({ session_id }) => text.indexOf('\n }', text.indexOf(`"${session_id}"`)) + 3);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: text.length - 1 }), (cut) => {
        const result = stageBytes(Buffer.from(text.slice(0, cut)));
        expectAccounted(result);
        expect(result.counts.sessions).toBe(ends.filter((end) => end <= cut).length);
        expect(result.counts.quarantined).toBe(1);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });

  it('bytes of any kind are accounted for, and nothing throws', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.string({ unit: fc.constantFrom(...'{}[]",:\\ \n1ae') }).map((text) => Buffer.from(text)),
      fc.uint8Array({ maxLength: 100 }).map((tail) => Buffer.concat([Buffer.from([0x1f, 0x8b]), tail])),
    );
    fc.assert(
      fc.property(bytes, (content) => expectAccounted(stageBytes(content))),
      { seed: SEED, numRuns: 1500 },
    );
  });
});
