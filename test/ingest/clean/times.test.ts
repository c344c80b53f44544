import { describe, expect, it } from 'vitest';
import { isoOf, readTimestamp } from '../../../src/ingest/clean/timestamp.ts';
import { wallClockOf } from '../../../src/ingest/clean/zone.ts';
import { CLEAN_TURN, cleanTurnsWith, cleanWith, contextOf, rejectionOf } from './record.ts';

const NOON = '2025-01-31T12:00:00.000Z';

function read(value: unknown, zone = 'UTC'): string | null {
  const ms = readTimestamp(value, wallClockOf(zone), Number.NEGATIVE_INFINITY);
  return Number.isNaN(ms) ? null : isoOf(ms);
}

describe('timestamps', () => {
  it.each([
    NOON,
    '2025-01-31T12:00:00Z',
    '2025-01-31T12:00:00',
    '2025-01-31 12:00:00',
    ' 2025-01-31 12:00:00 ',
    '2025-01-31T12:00',
    '2025-01-31T13:00:00+01:00',
    '2025-01-31T13:00:00+0100',
    '2025-01-31T13:00:00.000+01',
    '2025-01-31T06:30:00-05:30',
    '2025-01-31 12:00:00 UTC',
    '2025-01-31t12:00:00z',
    '2025-01-31T12:00:00,000Z',
    '2025-01-31T12:00:00.000999Z',
    '20250131T120000Z',
    1738324800,
    '1738324800',
    1738324800000,
    '1738324800000',
    1738324800.0,
  ])('%s is noon', (value) => {
    expect(read(value)).toBe(NOON);
  });

  it.each(['20250131', '2025-01-31'])('%s alone is its midnight', (value) => {
    expect(read(value)).toBe('2025-01-31T00:00:00.000Z');
  });

  it('of another writing are no change', () => {
    expect(cleanWith({ call_start_time: 1738324800, call_end_time: '2025-01-31 12:01:00' }).changes).toEqual(
      [],
    );
  });

  it.each([
    [99_999_999_999, '5138-11-16T09:46:39.000Z'],
    [100_000_000_000, '1973-03-03T09:46:40.000Z'],
    [0, '1970-01-01T00:00:00.000Z'],
    [1738324800.5, '2025-01-31T12:00:00.500Z'],
    ['2024-02-29', '2024-02-29T00:00:00.000Z'],
    ['2024-12-31T24:00:00Z', '2025-01-01T00:00:00.000Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'],
    ['1969-12-31T23:59:59.999Z', '1969-12-31T23:59:59.999Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59.999Z'],
  ])('%s is %s', (value, instant) => {
    expect(read(value)).toBe(instant);
  });

  it.each([
    '2025-02-29T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-00-10T00:00:00Z',
    '2025-01-32T00:00:00Z',
    '2025-01-31T25:00:00Z',
    '2025-01-31T12:60:00Z',
    '2025-01-31T12:00:61Z',
    '2025-01-31T12:00:0xZ',
    '2025-01-31T12:00:00+99:00',
    '0000-01-01T00:00:00Z',
    '9999-12-31T23:59:59-01:00',
    'yesterday',
    '31/01/2025',
    -1,
    Number.POSITIVE_INFINITY,
    1e18,
    true,
    [],
    {},
  ])('%s is none', (value) => {
    expect(read(value)).toBeNull();
  });

  it('agree with Date on every form that both read', () => {
    for (let day = -800_000; day < 2_900_000; day += 997) {
      const iso = new Date(day * 86_400_000 + ((day * 7919) % 86_400_000)).toISOString();
      if (/^\d{4}-/.test(iso) && !iso.startsWith('0000')) expect(read(iso)).toBe(iso);
    }
  });

  it('before 1970 and from 2100 on are null and recorded', () => {
    const { session, changes } = cleanTurnsWith([
      { timestamp: '1970-01-01T00:00:00Z' },
      { timestamp: '2099-12-31T23:59:59.999Z' },
      { timestamp: '1969-12-31T23:59:59.999Z' },
      { timestamp: '2100-01-01T00:00:00Z' },
      { timestamp: 99_999_999_999 },
    ]);
    expect(session.turns.map((turn) => turn.atMs)).toEqual([0, 4_102_444_799_999, null, null, null]);
    expect(changes).toEqual([
      '3 timestamp: 1969-12-31T23:59:59.999Z → null (timestamp_implausible)',
      '4 timestamp: 2100-01-01T00:00:00Z → null (timestamp_implausible)',
      '5 timestamp: 99999999999 → null (timestamp_implausible)',
    ]);
  });

  it('that nothing reads are null and recorded', () => {
    const { session, changes } = cleanTurnsWith([{ timestamp: 'noon' }, { timestamp: 'n/a' }]);
    expect(session.turns.map((turn) => turn.atMs)).toEqual([null, null]);
    expect(changes).toEqual([
      '1 timestamp: noon → null (timestamp_unreadable)',
      '2 timestamp: n/a → null (null_word)',
    ]);
  });
});

describe("the feed's time zone", () => {
  it.each([
    ['2025-01-31T12:00:00', '2025-01-31T17:00:00.000Z'],
    ['2025-07-31 12:00:00', '2025-07-31T16:00:00.000Z'],
    ['2025-03-09T01:59:59', '2025-03-09T06:59:59.000Z'],
    ['2025-03-09T02:30:00', '2025-03-09T07:30:00.000Z'],
    ['2025-03-09T03:00:00', '2025-03-09T07:00:00.000Z'],
    ['2025-11-02T01:30:00', '2025-11-02T05:30:00.000Z'],
    ['2025-11-02T02:00:00', '2025-11-02T07:00:00.000Z'],
    ['2025-01-31T12:00:00Z', NOON],
    ['2025-01-31T12:00:00+00:00', NOON],
  ])('New York: %s is %s', (local, instant) => {
    expect(read(local, 'America/New_York')).toBe(instant);
  });

  it('lets a call run through the hour that autumn repeats', () => {
    const { session, changes } = cleanWith(
      {
        call_start_time: '2025-11-02T01:50:00',
        call_end_time: '2025-11-02T01:10:00',
        call_duration_sec: 1200,
        conversation: [{ ...CLEAN_TURN, timestamp: '2025-11-02T01:05:00' }],
      },
      contextOf('America/New_York'),
    );
    expect(isoOf(session.startMs)).toBe('2025-11-02T05:50:00.000Z');
    expect(isoOf(session.endMs ?? 0)).toBe('2025-11-02T06:10:00.000Z');
    expect(isoOf(session.turns[0]?.atMs ?? 0)).toBe('2025-11-02T06:05:00.000Z');
    expect(changes).toEqual([]);
  });
});

describe('the start', () => {
  it('is the first turn when it is absent', () => {
    const { session, changes } = cleanWith({
      call_start_time: null,
      conversation: [CLEAN_TURN],
      call_duration_sec: 55,
    });
    expect(isoOf(session.startMs)).toBe(CLEAN_TURN.timestamp);
    expect(changes).toEqual([`call_start_time: null → ${CLEAN_TURN.timestamp} (start_from_first_turn)`]);
  });

  it('is the first turn when nothing reads it', () => {
    const { changes } = cleanWith({
      call_start_time: 'x',
      conversation: [CLEAN_TURN],
      call_duration_sec: 55,
    });
    expect(changes).toEqual([
      'call_start_time: x → null (timestamp_unreadable)',
      `call_start_time: null → ${CLEAN_TURN.timestamp} (start_from_first_turn)`,
    ]);
  });

  it('is the first plausible turn when it is implausible itself', () => {
    const turns = [{ ...CLEAN_TURN, timestamp: '9999-12-31' }, CLEAN_TURN];
    const { session, changes } = cleanWith({ call_start_time: '0001-01-01T00:00:00Z', conversation: turns });
    expect(isoOf(session.startMs)).toBe(CLEAN_TURN.timestamp);
    expect(changes).toContain('call_start_time: 0001-01-01T00:00:00Z → null (timestamp_implausible)');
    expect(rejectionOf({ call_start_time: '0001-01-01T00:00:00Z' })).toBe('start_missing');
  });

  it('that no turn gives either sends the record to quarantine', () => {
    expect(rejectionOf({ call_start_time: 'n/a' })).toBe('start_missing');
    expect(rejectionOf({ call_start_time: null, conversation: [{ ...CLEAN_TURN, timestamp: null }] })).toBe(
      'start_missing',
    );
  });
});

describe('the end', () => {
  it('is start plus duration when it is absent', () => {
    const { session, changes } = cleanWith({ call_end_time: null });
    expect(isoOf(session.endMs ?? 0)).toBe('2025-01-31T12:01:00.000Z');
    expect(changes).toEqual(['call_end_time: null → 2025-01-31T12:01:00.000Z (end_from_duration)']);
  });

  it.each([null, -5, 'long'])('is the last turn when the duration is %s', (call_duration_sec) => {
    const { session, changes } = cleanWith({
      call_end_time: null,
      call_duration_sec,
      conversation: [CLEAN_TURN],
    });
    expect(isoOf(session.endMs ?? 0)).toBe(CLEAN_TURN.timestamp);
    expect(session.call_duration_sec).toBe(5);
    expect(changes[0]).toBe(`call_end_time: null → ${CLEAN_TURN.timestamp} (end_from_last_turn)`);
  });

  it.each([
    ['9999-12-31T23:59:59Z', 'timestamp_implausible'],
    ['2025-02-01T12:00:00.001Z', 'end_implausible'],
  ])('of %s is start plus duration, since no call lasts that long', (call_end_time, rule) => {
    const { session, changes } = cleanWith({ call_end_time });
    expect(isoOf(session.endMs ?? 0)).toBe('2025-01-31T12:01:00.000Z');
    expect(session.call_duration_sec).toBe(60);
    expect(changes).toEqual([
      `call_end_time: ${call_end_time} → null (${rule})`,
      'call_end_time: null → 2025-01-31T12:01:00.000Z (end_from_duration)',
    ]);
  });

  it('is the last turn of the day that a call may last when the duration is implausible too', () => {
    const conversation = [CLEAN_TURN, { ...CLEAN_TURN, turn_number: 2, timestamp: '2027-01-01T00:00:00Z' }];
    const { session } = cleanWith({
      call_end_time: '2030-01-01T00:00:00Z',
      call_duration_sec: 155_000_000,
      conversation,
    });
    expect(isoOf(session.endMs ?? 0)).toBe(CLEAN_TURN.timestamp);
    expect(session.call_duration_sec).toBe(5);
  });

  it('may lie a whole day after the start', () => {
    const day = { call_end_time: '2025-02-01T12:00:00.000Z', call_duration_sec: 86_400 };
    expect(cleanWith(day)).toMatchObject({ session: { call_duration_sec: 86_400 }, changes: [] });
  });

  it('is unknown when nothing gives it', () => {
    const { session, changes } = cleanWith({ call_end_time: null, call_duration_sec: null });
    expect(session).toMatchObject({ endMs: null, call_duration_sec: null });
    expect(changes).toEqual([]);
  });

  it('before the start sends the record to quarantine', () => {
    expect(rejectionOf({ call_end_time: '2025-01-31T11:59:59Z' })).toBe('end_before_start');
    expect(rejectionOf({ call_end_time: NOON })).toBeNull();
  });
});

describe('the duration', () => {
  it.each([
    [null, 60, 'duration_computed'],
    [-60, 60, 'duration_corrected'],
    [62, 60, 'duration_corrected'],
    [58.9, 60, 'duration_corrected'],
    ['3600', 60, 'duration_corrected'],
    ['60', 60, 'number_from_text'],
    [60.4, 60, 'number_rounded'],
    [60.5, 61, 'number_rounded'],
  ])('%s becomes %s (%s)', (given, kept, rule) => {
    const { session, changes } = cleanWith({ call_duration_sec: given });
    expect(session.call_duration_sec).toBe(kept);
    expect(changes).toEqual([`call_duration_sec: ${given} → ${kept} (${rule})`]);
  });

  it.each([59, 60, 61])('%s is within a second and stays', (given) => {
    expect(cleanWith({ call_duration_sec: given })).toMatchObject({
      session: { call_duration_sec: given },
      changes: [],
    });
  });

  it('is rounded half up', () => {
    const call_duration_sec = null;
    const secondsTo = (call_end_time: string) =>
      cleanWith({ call_end_time, call_duration_sec }).session.call_duration_sec;
    expect(secondsTo('2025-01-31T12:00:10.499Z')).toBe(10);
    expect(secondsTo('2025-01-31T12:00:10.500Z')).toBe(11);
  });

  it('above a day is null, and computed', () => {
    expect(cleanWith({ call_duration_sec: 86_401 }).changes).toEqual([
      'call_duration_sec: 86401 → null (number_out_of_range)',
      'call_duration_sec: null → 60 (duration_computed)',
    ]);
    const { session } = cleanWith({ call_end_time: null, call_duration_sec: 86_401 });
    expect(session).toMatchObject({ endMs: null, call_duration_sec: null });
  });

  it('of a word that means nothing is computed', () => {
    expect(cleanWith({ call_duration_sec: 'n/a' }).changes).toEqual([
      'call_duration_sec: n/a → null (null_word)',
      'call_duration_sec: null → 60 (duration_computed)',
    ]);
  });
});
