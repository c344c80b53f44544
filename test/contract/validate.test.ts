import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { sessionFileSchema, sessionSchema } from '../../src/contract/json-schema.ts';
import { validateSession } from '../../src/contract/validate.ts';
import { SESSION } from './session.ts';

const turn = SESSION.conversation[0];

describe('validateSession', () => {
  it('takes a session as the contract has it, with more fields than it knows', () => {
    expect(validateSession(SESSION)).toEqual([]);
    expect(validateSession({ ...SESSION, vendor_call_ref: 17, customer: null, language: null })).toEqual([]);
  });

  it.each([
    ['not an object', [1], 'the session must be object'],
    ['an empty id', { ...SESSION, session_id: '' }, '/session_id must NOT have fewer than 1 characters'],
    [
      'a word outside the enum',
      { ...SESSION, resolution_status: 'hung up' },
      '/resolution_status must be equal to one of the allowed values: Resolved, Escalated, Abandoned, null',
    ],
    ['a negative duration', { ...SESSION, call_duration_sec: -1 }, '/call_duration_sec must be >= 0'],
    ['a number as text', { ...SESSION, call_duration_sec: '90' }, '/call_duration_sec must be integer,null'],
    [
      'a score beyond 1',
      { ...SESSION, conversation: [{ ...turn, confidence_score: 1.2 }] },
      '/conversation/0/confidence_score must be <= 1',
    ],
    ['no transcript', { ...SESSION, conversation: null }, '/conversation must be array'],
  ])('names what is wrong: %s', (_, value, message) => {
    expect(validateSession(value)).toContain(message);
  });

  it.each([
    '2025-02-30T00:00:00Z',
    '2025-01-31 09:00:00',
    '2025-01-31T09:00:00',
    '1738314000',
    '2025-01-31T24:00:00Z',
  ])('refuses %s as a timestamp', (call_start_time) => {
    expect(validateSession({ ...SESSION, call_start_time })).toEqual([
      '/call_start_time must match format "date-time"',
    ]);
  });

  it('takes a leap day and the years before 100', () => {
    expect(validateSession({ ...SESSION, call_start_time: '2024-02-29T00:00:00Z' })).toEqual([]);
    expect(validateSession({ ...SESSION, call_start_time: '0096-02-29T00:00:00Z' })).toEqual([]);
  });

  it('lists every field that is not written, but the optional ones', () => {
    expect(validateSession({ session_id: 's', conversation: [{}] })).toHaveLength(12 + 7);
  });

  it('says nothing of the values', () => {
    const found = validateSession({ ...SESSION, customer_id: ['4111 1111 1111 1111'] });
    expect(found.join()).not.toContain('4111');
  });
});

describe('the JSON Schema of a file', () => {
  const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false });

  it('is a valid schema that takes one session or many', () => {
    expect(ajv.validateSchema(sessionSchema())).toBe(true);
    const accepts = ajv.compile(sessionFileSchema());
    expect([accepts(SESSION), accepts([SESSION, SESSION]), accepts([]), accepts({ calls: [] })]).toEqual([
      true,
      true,
      true,
      false,
    ]);
  });
});
