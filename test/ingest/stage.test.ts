import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { QuarantinedRecord, StagedVersion } from '../../src/contract/batch.ts';
import type { Column } from '../../src/contract/columns.ts';
import { duckdbColumnTypes } from '../../src/contract/duckdb-ddl.ts';
import { STAGED_VERSION_COLUMNS } from '../../src/contract/inner-tables.ts';
import { KEEPS_ALL } from '../../src/contract/keeping.ts';
import { QUARANTINE_COLUMNS } from '../../src/contract/quarantine-table.ts';
import { REDACTION_KIND_NAMES } from '../../src/contract/redactions.ts';
import { RULES_VERSION } from '../../src/contract/rules.ts';
import { stage } from '../../src/ingest/stage.ts';
import { createStagePool } from '../../src/ingest/stage-pool.ts';
import { STAGE_OPTIONS } from '../support/stage-options.ts';
import { tempDir } from '../support/temp-dir.ts';
import { CLEAN_RECORD, CLEAN_TURN } from './clean/record.ts';

const OPTIONS = STAGE_OPTIONS;
const ORIGIN = { object: '2025/01/31/it\'s "one".json', generation: '1738324800000000000' };
const SEEN = { ...ORIGIN, seenAt: '2025-02-01T00:00:00.000Z' };
const RECORD = { ...CLEAN_RECORD, conversation: [CLEAN_TURN] };

const NO_REDACTIONS = Object.fromEntries(REDACTION_KIND_NAMES.map((kind) => [kind, 0]));

const jsonBytes = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));
const linesOf = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

async function staged(value: unknown) {
  const object = await stage(Buffer.isBuffer(value) ? value : jsonBytes(value), ORIGIN, OPTIONS);
  return {
    ...object,
    versions: linesOf<StagedVersion>(object.versions),
    quarantine: linesOf<QuarantinedRecord>(object.quarantine),
  };
}

async function loaded(path: string, columns: readonly Column[]): Promise<Record<string, unknown>[]> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const types = Object.entries(duckdbColumnTypes(columns)).map(([name, type]) => `'${name}': '${type}'`);
  const reader = await connection.runAndReadAll(
    `SELECT * FROM read_json('${path}', format = 'newline_delimited', columns = {${types.join(', ')}})`,
  );
  const rows = reader.getRowObjectsJson();
  connection.closeSync();
  instance.closeSync();
  return rows;
}

describe('stage', () => {
  it('gives a line with every column of the contract, in their order', async () => {
    const [version] = (await staged([RECORD])).versions;
    expect(Object.keys(version ?? {})).toEqual(STAGED_VERSION_COLUMNS.map(({ name }) => name));
    expect(version).toMatchObject({
      ...ORIGIN,
      position: 1,
      call_start_time: '2025-01-31T12:00:00.000Z',
      call_end_time: '2025-01-31T12:01:00.000Z',
      bot_duration_sec: 60,
      is_engaged: true,
      turns: [CLEAN_TURN],
      changes: [],
      findings: [],
    });
  });

  it('escapes whatever a text may hold', async () => {
    const text = '"quoted" \\ back\nline\ttab \u0001 \u2028 é 😀 \u007f';
    const odd = { ...RECORD, topic_name: text, conversation: [{ ...CLEAN_TURN, text }] };
    const [version] = (await staged([odd])).versions;
    expect(version?.topic_name).toBe(text);
    expect(version?.turns[0]?.text).toBe(text);
  });

  it('writes numbers as they are', async () => {
    const scores = [0, 1, 0.5, 0.93, 0.123456, 0.000001, 0.1 + 0.2, 0.999999];
    const conversation = scores.map((confidence_score, index) => ({
      ...CLEAN_TURN,
      turn_number: index + 1,
      confidence_score,
    }));
    const months = [0, 9, 10, 99, 100, 1199];
    const records = months.map((tenure_months) => ({
      ...RECORD,
      session_id: `s${tenure_months}`,
      customer: { tenure_months },
      conversation,
    }));
    const { versions } = await staged(records);
    expect(versions.map(({ tenure_months }) => tenure_months)).toEqual(months);
    for (const { turns, confidence_micros } of versions) {
      expect(turns.map(({ confidence_score }) => confidence_score)).toEqual(
        scores.map((score) => Math.round(score * 1e6) / 1e6),
      );
      expect(confidence_micros).toBe(3_853_456);
    }
  });

  it('keeps the last record of a session_id and counts the others', async () => {
    const records = ['a', 'b', 'a ', 'c', 'a'].map((session_id, index) => ({
      ...RECORD,
      session_id,
      topic_name: `${index}`,
    }));
    const { versions, counts } = await staged(records);
    expect(versions.map((version) => [version.session_id, version.position, version.topic_name])).toEqual([
      ['b', 2, '1'],
      ['c', 4, '3'],
      ['a', 5, '4'],
    ]);
    expect(counts).toEqual({
      records: 5,
      sessions: 3,
      turns: 3,
      quarantined: 0,
      repeated: 2,
      erased: 0,
      expired: 0,
      changes: 0,
      redactions: NO_REDACTIONS,
    });
  });

  it('does not let a broken record replace a good one of its name', async () => {
    const { versions, counts } = await staged([RECORD, { ...RECORD, call_end_time: '2024-01-01T00:00:00Z' }]);
    expect(versions).toHaveLength(1);
    expect(counts).toMatchObject({ records: 2, sessions: 1, repeated: 0, quarantined: 1 });
  });

  it('puts a bad record aside with its place and reason, and stages the rest', async () => {
    const text = `[${JSON.stringify(RECORD)},\n{"session_id":"x","conversation":{}},\n{"session_id":"y"},\n7,\n{"a":]`;
    const { versions, quarantine, counts } = await staged(Buffer.from(text));
    expect(versions).toHaveLength(1);
    expect(quarantine).toEqual(
      [
        { position: 2, line: 2, session_id: 'x', reason: 'conversation_invalid' },
        { position: 3, line: 3, session_id: 'y', reason: 'start_missing' },
        { position: 4, line: 4, session_id: null, reason: 'not_an_object' },
        { position: 5, line: 5, session_id: null, reason: 'not_json' },
      ].map((record) => ({
        ...ORIGIN,
        ...record,
        customer_id: null,
        call_start_time: null,
        detail: expect.any(String),
      })),
    );
    expect(counts).toMatchObject({ records: 5, sessions: 1, quarantined: 4 });
  });

  it('says of an object of nothing that it holds nothing', async () => {
    expect(await staged([])).toMatchObject({
      versions: [],
      quarantine: [],
      counts: { records: 0 },
      brokenEnd: false,
    });
    expect(await staged(Buffer.from(''))).toMatchObject({
      quarantine: [{ reason: 'empty_file', position: 1, line: 1 }],
      counts: { records: 1, quarantined: 1 },
      brokenEnd: true,
    });
  });

  it('redacts texts, names and changes, and leaves ids and the dialled line', async () => {
    const phone = '+1 555 123 4567';
    const { versions, counts } = await staged([
      {
        ...RECORD,
        session_id: phone,
        customer_id: phone,
        entry_point: phone,
        topic_name: `call ${phone}`,
        resolution_status: 'me@example.com',
        conversation: [{ ...CLEAN_TURN, text: '4111 1111 1111 1111', intent_name: 'a@b.example' }],
      },
    ]);
    expect(versions[0]).toMatchObject({
      session_id: phone,
      customer_id: phone,
      entry_point: phone,
      topic_name: 'call [PHONE]',
      turns: [{ text: '[CARD]', intent_name: '[EMAIL]' }],
      changes: [{ field: 'resolution_status', before: '[EMAIL]', after: null }],
    });
    expect(counts.redactions).toEqual({ ...NO_REDACTIONS, phone: 1, card: 1, email: 1 });
  });

  it('redacts a turn by what was asked before it, a number that came as one too, and what changes keep of it', async () => {
    const { versions, counts } = await staged([
      {
        ...RECORD,
        conversation: [
          { ...CLEAN_TURN, turn_number: 1, speaker: 'Chatbot', text: 'Please key in your PIN.' },
          { ...CLEAN_TURN, turn_number: 2, text: 4821 },
          { ...CLEAN_TURN, turn_number: 3, speaker: 'Chatbot', text: 'Your card number, please.' },
          { ...CLEAN_TURN, turn_number: 4, text: 'four one one one' },
          { ...CLEAN_TURN, turn_number: 5, speaker: 'Chatbot', text: 'Go on.' },
          { ...CLEAN_TURN, turn_number: 6, text: '1111' },
          { ...CLEAN_TURN, turn_number: 7, speaker: 'Chatbot', text: 'For billing press 1.' },
          { ...CLEAN_TURN, turn_number: 8, text: '1' },
        ],
      },
    ]);
    const kept = versions[0]?.turns.map(({ text }) => text);
    expect(kept?.filter((_, index) => index % 2 === 1)).toEqual(['[PIN]', '[CARD]', '[CARD]', '1']);
    expect(versions[0]?.changes).toMatchObject([{ turn_number: 2, before: '[PIN]', after: '[PIN]' }]);
    expect(counts.redactions).toEqual({ ...NO_REDACTIONS, pin: 1, card: 2 });
  });

  it('keeps the kinds that are turned off, and the counts say which were on', async () => {
    const conversation = [{ ...CLEAN_TURN, text: 'my pin is 1234, I am a@b.example', intent_name: 4111 }];
    const records = [{ ...RECORD, topic_name: ' 4111 1111 1111 1111 ', conversation }];
    const pinOnly = await stage(jsonBytes(records), ORIGIN, { ...OPTIONS, redact: ['pin'] });
    expect(pinOnly.counts.redactions).toEqual({ pin: 1 });
    expect(pinOnly.versions).toContain('my pin is [PIN], I am a@b.example');
    const none = await stage(jsonBytes(records), ORIGIN, { ...OPTIONS, redact: [] });
    expect(none.counts.redactions).toEqual({});
    expect(none.versions).toContain('my pin is 1234, I am a@b.example');
    expect(none.versions).toContain('"before":" 4111 1111 1111 1111 "');
  });

  it('quarantines one session that is too large for any loader, not its neighbours', async () => {
    const huge = {
      ...RECORD,
      session_id: 'huge',
      conversation: [{ ...CLEAN_TURN, text: 'x'.repeat(16 << 20) }],
    };
    const { versions, quarantine } = await staged([huge, RECORD]);
    expect(versions).toHaveLength(1);
    expect(quarantine).toMatchObject([{ session_id: null, reason: 'record_too_large', position: 1 }]);
  });

  it('names the bytes and the rules', async () => {
    const bytes = jsonBytes([RECORD]);
    expect(await stage(bytes, ORIGIN, OPTIONS)).toMatchObject({
      sha256: createHash('sha256').update(bytes).digest('hex'),
      rulesVersion: RULES_VERSION,
    });
  });

  it('is the same whether an object is parsed whole or record by record', async () => {
    const records = Array.from({ length: 1200 }, (_, index) => ({
      ...RECORD,
      session_id: `s${index}`,
      x: 'y'.repeat(2000),
    }));
    const ids = (await staged(records)).versions.map(
      ({ session_id, position }) => `${session_id}@${position}`,
    );
    expect(ids).toEqual(records.map(({ session_id }, index) => `${session_id}@${index + 1}`));
  });
});

describe('an object of which nearly nothing can be loaded', () => {
  const good = JSON.stringify(RECORD);
  const staged = (text: string) => stage(Buffer.from(text), ORIGIN, OPTIONS);

  it('sets aside 10,000 records one by one, and what follows one another from there as one; none that is good is lost', async () => {
    const commas = ','.repeat(15_000);
    const { counts, versions, quarantine } = await staged(`[${commas}${good}${commas.slice(1)}]`);
    expect(counts).toMatchObject({ records: 10_003, sessions: 1, quarantined: 10_002 });
    expect(linesOf<StagedVersion>(versions)).toMatchObject([{ position: 15_001 }]);
    const records = linesOf<QuarantinedRecord>(quarantine);
    expect(records).toHaveLength(10_002);
    expect(records.slice(-3)).toMatchObject([
      { position: 10_000, reason: 'not_json' },
      { position: 10_001, reason: 'too_many_broken', detail: expect.stringMatching(/^5000 records/) },
      { position: 15_002, reason: 'too_many_broken', detail: expect.stringMatching(/^14999 records/) },
    ]);
  });
});

describe('a staged batch', () => {
  it('is two files that the warehouse reads with the types of the contract', async () => {
    const stagedDir = tempDir();
    const pool = createStagePool({ ...OPTIONS, workers: 2, stagedDir });
    const withText = {
      ...RECORD,
      session_id: 'odd',
      topic_name: 'lone \ud800 NUL \0',
      conversation: [{ ...CLEAN_TURN, event: 'silence' }],
    };
    const bytes = jsonBytes([RECORD, withText, { ...RECORD, session_id: 'bare', conversation: null }, null]);
    const batch = await pool.stage({ ...SEEN, sizeBytes: bytes.length, source: bytes }, KEEPS_ALL);
    await pool.close();
    expect(batch).toMatchObject({
      ...SEEN,
      sizeBytes: bytes.length,
      counts: { sessions: 3, quarantined: 1 },
    });

    const versions = await loaded(batch.versionsFile ?? '', STAGED_VERSION_COLUMNS);
    expect(versions).toHaveLength(3);
    expect(versions[0]).toMatchObject({
      call_start_time: '2025-01-31 12:00:00',
      call_duration_sec: '60',
      confidence_micros: '900000',
      is_engaged: true,
      turns: [
        {
          turn_number: '1',
          timestamp: '2025-01-31 12:00:05',
          text: 'my bill',
          confidence_score: 0.9,
          event: null,
        },
      ],
    });
    expect(versions[1]).toMatchObject({
      topic_name: 'lone \ufffd NUL \ufffd',
      turns: [{ event: 'NoInput' }],
    });
    const quarantine = await loaded(batch.quarantineFile ?? '', QUARANTINE_COLUMNS);
    expect(quarantine).toMatchObject([{ ...ORIGIN, position: '4', reason: 'not_an_object' }]);
  });

  it('has no file for what there is none of, and leaves nothing beside', async () => {
    const stagedDir = tempDir();
    const pool = createStagePool({ ...OPTIONS, workers: 0, stagedDir });
    const bytes = jsonBytes([RECORD]);
    const batch = await pool.stage({ ...SEEN, sizeBytes: bytes.length, source: bytes }, KEEPS_ALL);
    expect(batch.quarantineFile).toBeNull();
    expect(readdirSync(stagedDir)).toHaveLength(1);
    expect(readFileSync(batch.versionsFile ?? '', 'utf8')).toBe(
      (await stage(bytes, ORIGIN, OPTIONS)).versions,
    );
  });

  it('that cannot be written says so', async () => {
    const stagedDir = join(tempDir(), 'staged');
    writeFileSync(stagedDir, 'a file where the folder should be');
    const pool = createStagePool({ ...OPTIONS, workers: 0, stagedDir });
    const bytes = jsonBytes([RECORD]);
    await expect(
      pool.stage({ ...SEEN, sizeBytes: bytes.length, source: bytes }, KEEPS_ALL),
    ).rejects.toMatchObject({
      code: 'stage_failed',
      kind: 'environment',
    });
  });
});
