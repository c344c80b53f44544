import { describe, expect, it } from 'vitest';
import { cleanSession } from '../../../src/ingest/clean/session.ts';
import { CLEAN_TURN, cleanTurnsWith, cleanWith, contextOf, rejectionOf } from './record.ts';

const at = (second: number) => `2025-01-31T12:00:${String(second).padStart(2, '0')}.000Z`;
const turn = (turn_number: unknown, text: string, second: number | null) => ({
  turn_number,
  text,
  timestamp: second === null ? null : at(second),
});
const textsOf = (turns: readonly { text: string | null }[]) => turns.map(({ text }) => text).join('');

describe('confidence', () => {
  const scoresOf = (scores: readonly unknown[]) => {
    const { session, changes } = cleanTurnsWith(scores.map((confidence_score) => ({ confidence_score })));
    return { scores: session.turns.map((one) => one.confidence_score), changes };
  };

  it('is a percentage when more than half of the scores exceed 1.01', () => {
    expect(scoresOf([91.3, 45, 0.5])).toEqual({
      scores: [0.913, 0.45, 0.005],
      changes: [
        '1 confidence_score: 91.3 → 0.913 (confidence_percent)',
        '2 confidence_score: 45 → 0.45 (confidence_percent)',
        '3 confidence_score: 0.5 → 0.005 (confidence_percent)',
      ],
    });
  });

  it('is none when just half of them do: what is outside is null', () => {
    expect(scoresOf([91.3, 0.5, null])).toEqual({
      scores: [null, 0.5, null],
      changes: ['1 confidence_score: 91.3 → null (confidence_out_of_range)'],
    });
  });

  it('just above 1 is 1', () => {
    expect(scoresOf([1.01, 1.000001, 1, 0.2])).toEqual({
      scores: [1, 1, 1, 0.2],
      changes: [
        '1 confidence_score: 1.01 → 1 (confidence_clamped)',
        '2 confidence_score: 1.000001 → 1 (confidence_clamped)',
      ],
    });
  });

  it('is read from a text of percent, by the session like any other', () => {
    expect(scoresOf(['95%', ' 80.5 % ', '1%'])).toEqual({
      scores: [0.95, 0.805, 0.01],
      changes: [
        '1 confidence_score: 95% → 95 (number_from_text)',
        '2 confidence_score:  80.5 %  → 80.5 (number_from_text)',
        '3 confidence_score: 1% → 1 (number_from_text)',
        '1 confidence_score: 95 → 0.95 (confidence_percent)',
        '2 confidence_score: 80.5 → 0.805 (confidence_percent)',
        '3 confidence_score: 1 → 0.01 (confidence_percent)',
      ],
    });
    expect(scoresOf(['%', 'high%']).scores).toEqual([null, null]);
  });

  it('is divided before it is clamped', () => {
    expect(scoresOf([100.5, 101.5])).toEqual({
      scores: [1, null],
      changes: [
        '1 confidence_score: 100.5 → 1.005 (confidence_percent)',
        '1 confidence_score: 1.005 → 1 (confidence_clamped)',
        '2 confidence_score: 101.5 → 1.015 (confidence_percent)',
        '2 confidence_score: 1.015 → null (confidence_out_of_range)',
      ],
    });
  });

  it('outside 0 to 1 is null', () => {
    expect(scoresOf([-0.1, 1.02, 0.3, 0.4]).scores).toEqual([null, null, 0.3, 0.4]);
  });

  it('has six decimals', () => {
    expect(scoresOf([0.12345678, 0.123456])).toEqual({
      scores: [0.123457, 0.123456],
      changes: ['1 confidence_score: 0.12345678 → 0.123457 (number_rounded)'],
    });
  });

  it('may come as text', () => {
    expect(scoresOf(['0.9', 'high', 'n/a'])).toEqual({
      scores: [0.9, null, null],
      changes: [
        '1 confidence_score: 0.9 → 0.9 (number_from_text)',
        '2 confidence_score: high → null (number_unreadable)',
        '3 confidence_score: n/a → null (null_word)',
      ],
    });
  });
});

describe('a confidence that is none', () => {
  const changesOf = (...scores: readonly unknown[]) =>
    cleanTurnsWith(scores.map((confidence_score) => ({ confidence_score }))).changes.join('\n');

  it.each([
    [4111111111111111],
    [4155552671],
    [4826],
    [731],
    [-4155552671],
    [4155552671.5],
    [4.155552671e19],
    ['4155552671'],
    ['4155552671%'],
    ['4155 552671'],
    ['call 4155552671'],
    [{ number: 4155552671 }],
  ])('leaves no digit of %j in the changes', (score) => {
    const changes = `${changesOf(score)}\n${changesOf(score, 0.5, 0.6)}`;
    expect(changes).toContain('[NUMBER]');
    expect(changes.replace(/^\d+/gm, '')).not.toMatch(/\d/);
  });

  it('shows a percentage that is a little too high, and a word', () => {
    expect(changesOf(104, 0.5, 0.6)).toBe('1 confidence_score: 104 → null (confidence_out_of_range)');
    expect(changesOf('high 5')).toBe('1 confidence_score: high 5 → null (number_unreadable)');
  });
});

describe('the order of turns', () => {
  it('is that of their numbers', () => {
    const { session, changes } = cleanTurnsWith([turn(3, 'c', 1), turn(1, 'a', 3), turn(2, 'b', 2)]);
    expect(textsOf(session.turns)).toBe('abc');
    expect(changes).toEqual([]);
  });

  it('numbers anew from 1 when there are gaps', () => {
    const { session, changes } = cleanTurnsWith([turn(30, 'c', 1), turn(10, 'a', 3), turn(0, 'z', 9)]);
    expect(textsOf(session.turns)).toBe('zac');
    expect(changes).toEqual([
      '1 turn_number: 0 → 1 (turn_renumbered)',
      '2 turn_number: 10 → 2 (turn_renumbered)',
      '3 turn_number: 30 → 3 (turn_renumbered)',
    ]);
  });

  it('is that of timestamps, then positions, when numbers repeat', () => {
    const { session, changes } = cleanTurnsWith([
      turn(1, 'c', 9),
      turn(1, 'a', 1),
      turn(2, 'b', 5),
      turn(4, 'd', 9),
    ]);
    expect(textsOf(session.turns)).toBe('abcd');
    expect(changes).toEqual(['3 turn_number: 1 → 3 (turn_renumbered)']);
  });

  it.each([null, 'x', 1.5, undefined])('is that of timestamps when a number is %s', (missing) => {
    const { session } = cleanTurnsWith([turn(1, 'b', 5), turn(missing, 'a', 1), turn(3, 'c', 7)]);
    expect(textsOf(session.turns)).toBe('abc');
    expect(session.turns.map((one) => one.turn_number)).toEqual([1, 2, 3]);
  });

  it('keeps a turn without a timestamp after the one before it', () => {
    const { session } = cleanTurnsWith([
      turn(1, 'c', 5),
      turn(1, 'd', null),
      turn(1, 'a', 1),
      turn(1, 'b', null),
    ]);
    expect(textsOf(session.turns)).toBe('abcd');
  });

  it('reads numbers that came as text', () => {
    const { session, changes } = cleanTurnsWith([turn('2', 'b', 1), turn('1', 'a', 2)]);
    expect(textsOf(session.turns)).toBe('ab');
    expect(changes).toEqual([
      '1 turn_number: 1 → 1 (number_from_text)',
      '2 turn_number: 2 → 2 (number_from_text)',
    ]);
  });
});

describe('conversation', () => {
  it.each([null, undefined])('%s is no turns', (conversation) => {
    expect(cleanWith({ conversation })).toMatchObject({ session: { turns: [] }, changes: [] });
  });

  it('may be JSON text', () => {
    const { session, changes } = cleanWith({ conversation: JSON.stringify([CLEAN_TURN]) });
    expect(session.turns[0]?.text).toBe(CLEAN_TURN.text);
    expect(changes).toHaveLength(1);
    expect(changes[0]).toMatch(
      /^conversation: JSON text of \d+ characters → 1 turns \(conversation_from_text\)$/,
    );
  });

  it('may be a null word', () => {
    expect(cleanWith({ conversation: 'N/A' }).changes).toEqual(['conversation: N/A → null (null_word)']);
  });

  it.each(
    ['hello', '{}', '[1]', {}, 5, true, ['hello'], [null], [[]]].map((value) => [
      JSON.stringify(value),
      value,
    ]),
  )('%s sends the record to quarantine', (_, conversation) => {
    expect(rejectionOf({ conversation })).toBe('conversation_invalid');
  });

  it('has turns of which every field may be absent', () => {
    const { session } = cleanWith({ conversation: [{}] });
    expect(session.turns[0]).toEqual({
      turn_number: 1,
      atMs: null,
      speaker: null,
      text: null,
      intent_detected: null,
      intent_name: null,
      confidence_score: null,
      input_mode: null,
      event: null,
      prompt_id: null,
    });
  });
});

describe('a record', () => {
  it.each([null, 5, 'text', true, []].map((value) => [JSON.stringify(value), value]))(
    '%s is no object',
    (_, value) => {
      expect(cleanSession(value, contextOf())).toMatchObject({ reason: 'not_an_object' });
    },
  );

  it('may hold fields that nobody knows', () => {
    expect(cleanWith({ vendor: { anything: [1, 2] } }).changes).toEqual([]);
  });
});
