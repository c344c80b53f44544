import { describe, expect, it } from 'vitest';
import { callsOf, titleOf } from '../../web/src/model/mark.ts';
import { scopeOf } from '../../web/src/model/scope.ts';

const scope = scopeOf({ from: '2025-07-10', to: '2026-01-01' }, 'America/New_York', ['Billing', null]);
const page = [{ field: 'topic_type', op: 'in', values: ['Billing', null] }];

describe('a mark asks for exactly its calls', () => {
  it('keeps to the page: range, zone and filter', () => {
    expect(callsOf({ metric: 'sessions' }, scope)).toEqual({
      from: '2025-07-10',
      to: '2026-01-01',
      timeZone: 'America/New_York',
      where: page,
    });
  });

  it('cuts a bucket where the page cuts it', () => {
    const calls = callsOf(
      { metric: 'resolution_rate', bucket: { grain: 'month', start: '2025-07-01' } },
      scope,
    );
    expect(calls).toMatchObject({ from: '2025-07-10', to: '2025-08-01' });
    expect(calls.behind).toEqual({ metric: 'resolution_rate', part: 'numerator' });
  });

  it('finds calls without a topic, and without a status', () => {
    expect(callsOf({ metric: 'sessions', topic: null, status: null }, scope).where).toEqual([
      ...page,
      { field: 'topic_name', op: 'in', values: [null] },
      { field: 'resolution_status', op: 'in', values: [null] },
    ]);
  });

  it('says in words what is listed', () => {
    expect(titleOf({ metric: 'resolution_rate', topic: 'Payment Issue' })).toBe(
      'Resolved calls · Payment Issue',
    );
    expect(titleOf({ metric: 'sessions', status: null, topic: null })).toBe(
      'Calls without a status · topic (none)',
    );
    const bucket = { grain: 'month', start: '2025-09-01' } as const;
    expect(titleOf({ metric: 'escalation_rate', part: 'denominator', bucket })).toBe(
      'Calls with a status · Sep 2025',
    );
  });
});
