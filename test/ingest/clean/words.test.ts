import { describe, expect, it } from 'vitest';
import { cleanSession } from '../../../src/ingest/clean/session.ts';
import { cleanTurnsWith, cleanWith, contextOf, rejectionOf } from './record.ts';

describe('null words', () => {
  it.each(['', ' ', 'null', 'NULL', 'N/A', 'n/a', 'None', ' unknown ', 'Unknown'])('"%s" is null', (word) => {
    const { session, changes } = cleanWith({ topic_name: word });
    expect(session.topic_name).toBeNull();
    expect(changes).toEqual([`topic_name: ${word} → null (null_word)`]);
  });

  it.each(['none', 'Unknown', 'N/A', '', ' null '])('"%s" stays what a caller said', (text) => {
    const { session, changes } = cleanTurnsWith([{ text }]);
    expect(session.turns[0]?.text).toBe(text);
    expect(changes).toEqual([]);
  });

  it('a null or an absent field is no change', () => {
    expect(cleanWith({ topic_name: null, topic_type: undefined }).changes).toEqual([]);
  });

  it('reach every field but the text', () => {
    const { session, changes } = cleanTurnsWith([
      { intent_name: 'None', prompt_id: 'N/A', speaker: 'unknown' },
    ]);
    expect(session.turns[0]).toMatchObject({ intent_name: null, prompt_id: null, speaker: null });
    expect(changes).toHaveLength(3);
  });
});

describe('words', () => {
  it('lose the white space around them', () => {
    const { session, changes } = cleanWith({ topic_name: '  Payment Issue\t' });
    expect(session.topic_name).toBe('Payment Issue');
    expect(changes).toEqual(['topic_name:   Payment Issue\t → Payment Issue (trimmed)']);
  });

  it('come from numbers and truth values as their text', () => {
    const { session, changes } = cleanWith({ session_id: 4711, bot_version: 2.1, language: true });
    expect(session).toMatchObject({ session_id: '4711', bot_version: '2.1', language: 'true' });
    expect(changes).toContain('session_id: 4711 → 4711 (wrong_type)');
  });

  it('cannot be lists or objects', () => {
    const { session, changes } = cleanWith({ region: 1, topic_name: ['a'], topic_type: { a: 1 } });
    expect(session).toMatchObject({ topic_name: null, topic_type: null });
    expect(changes).toEqual([
      'topic_type: {"a":1} → null (wrong_type)',
      'topic_name: ["a"] → null (wrong_type)',
    ]);
  });

  it('cannot be whole numbers past 2^53, which have lost digits, nor 1e400', () => {
    expect(cleanWith({ customer_id: 2 ** 60 }).changes).toEqual([
      'customer_id: 1152921504606847000 → null (number_unreadable)',
    ]);
    expect(cleanSession({ session_id: 2 ** 60 }, contextOf())).toMatchObject({
      reason: 'session_id_missing',
      detail: expect.stringContaining('beyond 2^53'),
    });
    expect(rejectionOf({ session_id: Number.POSITIVE_INFINITY })).toBe('session_id_missing');
  });

  it('lose NUL and lone surrogates, and keep whole ones', () => {
    const { session, changes } = cleanTurnsWith([{ text: 'a\0b\ud800c😀', intent_name: 'x\udc00y' }]);
    expect(session.turns[0]).toMatchObject({ text: 'a\ufffdb\ufffdc😀', intent_name: 'x\ufffdy' });
    expect(changes).toHaveLength(2);
    expect(cleanTurnsWith([{ text: '😀' }]).changes).toEqual([]);
  });

  it('are taken from the record itself, whatever it calls its prototype', () => {
    const record = JSON.parse('{"__proto__":{"topic_name":"x"},"constructor":"y","topic_name":null}');
    expect(cleanWith(record).session.topic_name).toBeNull();
  });
});

describe("a turn's text", () => {
  it('of another JSON type becomes text, or null', () => {
    const { session, changes } = cleanTurnsWith([{ text: 1234 }, { text: ['a'] }]);
    expect(session.turns.map((turn) => turn.text)).toEqual(['1234', null]);
    expect(changes).toEqual(['1 text: 1234 → 1234 (wrong_type)', '2 text: ["a"] → null (wrong_type)']);
  });
});

describe('customer_id', () => {
  it.each(['anonymous', 'Restricted', ' PRIVATE ', 'no_caller_id', '0', '0000000000', '+000 000-0000', 0])(
    '%s is a withheld number',
    (id) => {
      const { session, changes } = cleanWith({ customer_id: id });
      expect(session.customer_id).toBeNull();
      expect(changes).toHaveLength(1);
      expect(changes[0]).toContain('(customer_withheld)');
    },
  );

  it('follows the settings too', () => {
    const context = contextOf('UTC', ['Payphone']);
    expect(cleanWith({ customer_id: 'PAYPHONE' }, context).session.customer_id).toBeNull();
    expect(cleanWith({ customer_id: 'PAYPHONE' }).session.customer_id).toBe('PAYPHONE');
  });

  it.each(['C-100', '00123', 'zero'])('%s is a customer', (id) => {
    expect(cleanWith({ customer_id: id })).toMatchObject({ session: { customer_id: id }, changes: [] });
  });
});

describe('the customer object', () => {
  it('gives the demographics', () => {
    const customer = { age_group: '25-34', region: ' North ', plan_type: 'n/a', tenure_months: '12' };
    const { session, changes } = cleanWith({ customer });
    expect(session).toMatchObject({
      age_group: '25-34',
      region: 'North',
      plan_type: null,
      tenure_months: 12,
    });
    expect(changes).toEqual([
      'region:  North  → North (trimmed)',
      'plan_type: n/a → null (null_word)',
      'tenure_months: 12 → 12 (number_from_text)',
    ]);
  });

  it.each([
    [-1, null, 'number_out_of_range'],
    [11.5, 12, 'number_rounded'],
    [1201, null, 'number_out_of_range'],
    ['soon', null, 'number_unreadable'],
    [true, null, 'wrong_type'],
  ])('tenure %s is %s', (given, kept, rule) => {
    const { session, changes } = cleanWith({ customer: { tenure_months: given } });
    expect(session.tenure_months).toBe(kept);
    expect(changes).toEqual([`tenure_months: ${given} → ${kept} (${rule})`]);
  });

  it('keeps no card number as a tenure', () => {
    const { session, changes } = cleanWith({ customer: { tenure_months: '4111111111111111' } });
    expect(session.tenure_months).toBeNull();
    expect(changes).toEqual(['tenure_months: [CARD] → null (number_out_of_range)']);
    expect(cleanWith({ customer: { tenure_months: 1200 } }).session.tenure_months).toBe(1200);
  });

  it('of another type is nobody, and recorded', () => {
    expect(cleanWith({ customer: ['x'] }).changes).toEqual(['customer: ["x"] → null (wrong_type)']);
    expect(cleanWith({ customer: null }).changes).toEqual([]);
  });
});

describe('what changes keep', () => {
  it('is redacted and cut', () => {
    const [change = ''] = cleanWith({
      topic_name: { note: 'call +1 555 123 4567', more: 'x'.repeat(500) },
    }).changes;
    expect(change).toContain('call [PHONE]');
    expect(change.length).toBeLessThan(250);
  });

  it('is never half a character', () => {
    const { session } = cleanWith({ topic_name: [`${'x'.repeat(197)}😀😀`] });
    expect(session.log.changes[0]?.before).toMatch(/^\["x+\ufffd$/u);
  });
});
