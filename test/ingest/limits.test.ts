import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { QuarantinedRecord } from '../../src/contract/batch.ts';
import { type StageOptions, stage } from '../../src/ingest/stage.ts';
import { STAGE_OPTIONS } from '../support/stage-options.ts';
import { CLEAN_RECORD, CLEAN_TURN } from './clean/record.ts';

const RECORD = { ...CLEAN_RECORD, conversation: [CLEAN_TURN] };
const MIB = 1024 * 1024;

async function staged(content: unknown, limits: Partial<StageOptions> = {}) {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
  const options = { ...STAGE_OPTIONS, ...limits };
  const { quarantine, counts } = await stage(bytes, { object: 'o.json', generation: '1' }, options);
  const records = quarantine
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as QuarantinedRecord);
  return { sessions: counts.sessions, reasons: records.map(({ reason }) => reason), records };
}

/** One more than the limit is quarantined with the reason and the setting's name; the limit itself is loaded. */
async function expectLimit(
  setting: string,
  reason: string,
  within: unknown,
  beyond: unknown,
  limits: object,
) {
  expect(await staged(within, limits)).toMatchObject({ sessions: 1, reasons: [] });
  const { sessions, records } = await staged(beyond, limits);
  expect(sessions).toBe(0);
  expect(records).toMatchObject([{ reason, detail: expect.stringContaining(setting) }]);
}

describe('limits of an object', () => {
  it('its size', async () => {
    const bytes = Buffer.from(JSON.stringify([RECORD]));
    const limits = { maxObjectBytes: bytes.length };
    await expectLimit('maxObjectBytes', 'too_large', bytes, Buffer.concat([bytes, Buffer.from(' ')]), limits);
  });

  it('the size of its text, packed', async () => {
    const text = JSON.stringify([RECORD]);
    const limits = { maxUnpackedBytes: text.length };
    await expectLimit('maxUnpackedBytes', 'unpacked_too_large', gzipSync(text), gzipSync(`${text} `), limits);
  });

  it('how often its own size it unpacks to, and then none of its sessions counts', async () => {
    const bomb = gzipSync(`[${JSON.stringify(RECORD)},${' '.repeat(50 * MIB)}${JSON.stringify(RECORD)}]`);
    await expectLimit('maxUnpackRatio', 'unpack_ratio', gzipSync(JSON.stringify([RECORD])), bomb, {});
    expect(await staged(bomb, { maxUnpackRatio: 2000 })).toMatchObject({ sessions: 1, reasons: [] });
  });
});

it('takes sessions of ten years of days from one object, and of those days any number', async () => {
  const on = (day: number) => {
    const call_start_time = new Date(Date.UTC(2010, 0, 1 + day, 12)).toISOString();
    return { ...RECORD, session_id: `S${day}`, call_start_time, call_end_time: null, conversation: [] };
  };
  const days = Array.from({ length: 3652 }, (_, day) => on(day));
  const { sessions, records } = await staged([...days, { ...on(0), session_id: 'AGAIN' }]);
  expect(sessions).toBe(3651);
  expect(records).toMatchObject([
    { reason: 'too_many_days', session_id: 'S3650', detail: expect.stringContaining('3650 days') },
    { reason: 'too_many_days', session_id: 'S3651' },
  ]);
});

describe('limits of a record', () => {
  const nested = (levels: number): unknown => (levels === 1 ? {} : { x: nested(levels - 1) });

  it('how deep it nests, as a session alone and in an array', async () => {
    const record = (levels: number) => ({ ...RECORD, extra: nested(levels - 1) });
    await expectLimit('maxDepth', 'too_deep', record(20), record(21), { maxDepth: 20 });
    await expectLimit('maxDepth', 'too_deep', [record(20)], [record(21)], { maxDepth: 20 });
    const { records } = await staged([RECORD, record(500)]);
    expect(records).toMatchObject([{ position: 2, session_id: RECORD.session_id }]);
  });

  it('its turns, as an array and as text', async () => {
    const record = (turns: number, write = (value: unknown) => value) => ({
      ...RECORD,
      conversation: write(
        Array.from({ length: turns }, (_, index) => ({ ...CLEAN_TURN, turn_number: index + 1 })),
      ),
    });
    const limits = { maxTurns: 5 };
    await expectLimit('maxTurns', 'too_many_turns', record(5), record(6), limits);
    const text = (turns: number) => record(turns, JSON.stringify);
    await expectLimit('maxTurns', 'too_many_turns', text(5), text(6), limits);
  });

  it('the length of its texts', async () => {
    const said = (chars: number) => ({
      ...RECORD,
      conversation: [{ ...CLEAN_TURN, text: 'x'.repeat(chars) }],
    });
    const limits = { maxTextChars: 50 };
    await expectLimit('maxTextChars', 'text_too_long', said(50), said(51), limits);
    const topic = (chars: number) => ({ ...RECORD, topic_name: 'x'.repeat(chars) });
    await expectLimit('maxTextChars', 'text_too_long', topic(50), topic(51), limits);
    const unknown = { ...RECORD, recording: 'x'.repeat(5000) };
    expect(await staged(unknown, limits)).toMatchObject({ sessions: 1, reasons: [] });
  });

  it('16 MiB of text, whatever it is, without its neighbours', async () => {
    const huge = { ...RECORD, session_id: 'huge', recording: 'x'.repeat(17 * MIB) };
    expect(await staged([huge, RECORD])).toMatchObject({ sessions: 1, reasons: ['record_too_large'] });
    const lines = [RECORD, huge, { ...RECORD, session_id: 'last' }]
      .map((one) => JSON.stringify(one))
      .join('\n');
    expect(await staged(Buffer.from(lines))).toMatchObject({ sessions: 2, reasons: ['record_too_large'] });
  });

  it('15 MiB of its line in the batch, which no loader would take', async () => {
    const long = { ...RECORD, conversation: [{ ...CLEAN_TURN, text: '\u0001'.repeat(2.6 * MIB) }] };
    const limits = { maxTextChars: 10_000_000 };
    expect(await staged([long, RECORD], limits)).toMatchObject({
      sessions: 1,
      reasons: ['record_too_large'],
    });
  });
});
