import { describe, expect, it } from 'vitest';
import { SYNONYMS } from '../../../src/contract/synonyms.ts';
import { cleanTurnsWith, cleanWith } from './record.ts';

const SESSION_ENUMS = [
  'resolution_status',
  'escalation_flag',
  'customer_sentiment',
  'system_error_flag',
] as const;
const TURN_ENUMS = ['speaker', 'intent_detected', 'input_mode', 'event'] as const;

describe('flags', () => {
  it.each([
    ['y', 'Y'],
    ['YES', 'Y'],
    [' True ', 'Y'],
    [true, 'Y'],
    [1, 'Y'],
    ['1', 'Y'],
    ['No', 'N'],
    [false, 'N'],
    [0, 'N'],
    ['0', 'N'],
  ])('%s is %s', (given, kept) => {
    const { session, changes } = cleanWith({ system_error_flag: given });
    expect(session.system_error_flag).toBe(kept);
    expect(changes).toEqual([`system_error_flag: ${given} → ${kept} (synonym)`]);
  });

  it.each([2, 'maybe', 'YN'])('%s is none', (given) => {
    const { session, changes } = cleanWith({ system_error_flag: given });
    expect(session.system_error_flag).toBeNull();
    expect(changes).toEqual([`system_error_flag: ${given} → null (unknown_word)`]);
  });
});

describe('enums', () => {
  it.each([
    ['RESOLVED', 'Resolved'],
    [' resolved ', 'Resolved'],
    ['Transferred', 'Escalated'],
    ['hung  up', 'Abandoned'],
    ['HUNG_UP', 'Abandoned'],
  ])('"%s" is %s', (given, kept) => {
    const { session, changes } = cleanWith({ resolution_status: given, escalation_flag: null });
    expect(session.resolution_status).toBe(kept);
    expect(changes).toEqual([`resolution_status: ${given} → ${kept} (synonym)`]);
  });

  it('know every word of their tables, in any case', () => {
    for (const field of SESSION_ENUMS) {
      for (const [spelling, word] of Object.entries(SYNONYMS[field])) {
        expect(cleanWith({ [field]: spelling.toUpperCase() }).session[field], spelling).toBe(word);
      }
    }
    for (const field of TURN_ENUMS) {
      for (const [spelling, word] of Object.entries(SYNONYMS[field])) {
        expect(
          cleanTurnsWith([{ [field]: spelling.toUpperCase() }]).session.turns[0]?.[field],
          spelling,
        ).toBe(word);
      }
    }
  });

  it.each(['constructor', '__proto__', 'Resolvedd'])('"%s" is in none of them', (given) => {
    expect(cleanWith({ resolution_status: given }).changes).toEqual([
      `resolution_status: ${given} → null (unknown_word)`,
    ]);
  });

  it('cannot be objects', () => {
    expect(cleanWith({ customer_sentiment: {} }).changes).toEqual([
      'customer_sentiment: {} → null (wrong_type)',
    ]);
  });
});

describe('escalation_flag and resolution_status', () => {
  it.each([
    ['Escalated', 'N', true],
    ['Resolved', 'Y', true],
    ['Escalated', 'Y', false],
    ['Abandoned', 'N', false],
    [null, 'Y', false],
    ['Escalated', null, false],
  ])('%s with %s: a finding is %s, and both stay', (resolution_status, escalation_flag, isFinding) => {
    const { session, changes } = cleanWith({ resolution_status, escalation_flag });
    expect(session).toMatchObject({ resolution_status, escalation_flag });
    expect(session.findings).toEqual(isFinding ? ['status_flag_disagree'] : []);
    expect(changes).toEqual([]);
  });
});

describe('intent_detected', () => {
  it('that holds a name is Y, and the name goes where names are', () => {
    const { session, changes } = cleanTurnsWith([{ intent_detected: 'pay_bill', intent_name: null }]);
    expect(session.turns[0]).toMatchObject({ intent_detected: 'Y', intent_name: 'pay_bill' });
    expect(changes).toEqual([
      '1 intent_detected: pay_bill → Y (intent_name_from_flag)',
      '1 intent_name: null → pay_bill (intent_name_from_flag)',
    ]);
  });

  it('leaves a name that is there', () => {
    const { session } = cleanTurnsWith([{ intent_detected: 'pay_bill', intent_name: 'billing' }]);
    expect(session.turns[0]).toMatchObject({ intent_detected: 'Y', intent_name: 'billing' });
  });

  it.each([
    ['yes', 'Y'],
    [false, 'N'],
    ['none', null],
    [0.5, null],
  ])('%s is %s', (given, kept) => {
    expect(cleanTurnsWith([{ intent_detected: given }]).session.turns[0]?.intent_detected).toBe(kept);
  });
});
