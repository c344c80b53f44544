import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Mark } from '../../web/src/model/mark.ts';
import { DEFAULT_RANGE } from '../../web/src/model/range.ts';
import { correction, fromSearch, toSearch, type View } from '../../web/src/model/url.ts';

const plain: View = { range: DEFAULT_RANGE, topicTypes: [], grain: null, calls: null, call: null };

const name = fc.option(fc.oneof(fc.string({ minLength: 1 }), fc.constant('(none)')));
const mark: fc.Arbitrary<Mark> = fc.record(
  {
    metric: fc.constantFrom('customers', 'sessions', 'resolution_rate', 'avg_call_duration'),
    part: fc.constantFrom('numerator', 'denominator'),
    bucket: fc.record({ grain: fc.constantFrom('day', 'week', 'month'), start: fc.constant('2025-03-01') }),
    topic: name,
    status: fc.constantFrom('Resolved', 'Escalated', 'Abandoned', null),
  },
  { requiredKeys: ['metric'] },
);
const view: fc.Arbitrary<View> = fc
  .record({
    range: fc.constantFrom({ preset: '3m' } as const, { from: '2025-07-01', to: '2026-01-01' }),
    topicTypes: fc.array(name, { maxLength: 4 }),
    grain: fc.constantFrom(null, 'day', 'week', 'month'),
    calls: fc.option(mark),
    call: fc.option(fc.string({ minLength: 1 })),
  })
  .filter((each) => each.calls !== null || each.call === null);

describe('the address', () => {
  it('is readable', () => {
    const range = { from: '2025-07-01', to: '2026-01-01' };
    expect(toSearch({ ...plain, topicTypes: ['Billing', 'TechSupport'], range })).toBe(
      '?from=2025-07-01&to=2026-01-01&topic_type=Billing,TechSupport',
    );
    const calls: Mark = { metric: 'sessions', topic: 'Payment Issue', status: 'Escalated' };
    expect(toSearch({ ...plain, calls })).toBe(
      '?range=26w&calls=sessions&topic=Payment+Issue&status=Escalated',
    );
  });

  it('says everything, whatever a topic or a call is named', () => {
    fc.assert(
      fc.property(view, (each) => {
        expect(fromSearch(toSearch(each))).toEqual(each);
      }),
      { seed: 20251122, numRuns: 500 },
    );
  });

  it('tells a missing topic from one that is named "(none)"', () => {
    expect(fromSearch('?topic_type=(none),%28none%29').topicTypes).toEqual([null, '(none)']);
  });

  it('is put right where it says other than what is shown', () => {
    expect(correction('?from=garbage')).toBe('?range=26w');
    expect(correction('?from=2025-13-01&to=2026-01-01&topic_type=Billing')).toBe(
      '?range=26w&topic_type=Billing',
    );
    expect(correction('?from=2025-07-01&to=2026-01-01')).toBeNull();
    expect(correction('')).toBeNull();
  });

  it('opens the page also when it is old, mistyped or hostile', () => {
    for (const search of ['', '?range=99y', '?from=2025-13-01&to=x', '?calls=drop.table&at=month', '?by=eon'])
      expect(fromSearch(search)).toEqual(plain);
    expect(fromSearch('?topic_type=%E0%A4%A').topicTypes).toEqual(['%E0%A4%A']);
    expect(fromSearch('?call=S1')).toEqual({ ...plain, calls: { metric: 'sessions' }, call: 'S1' });
    expect(fromSearch('?from=2026-01-01&to=2025-01-01').range).toEqual(DEFAULT_RANGE);
    // The API takes the years 1000 to 2999.
    expect(fromSearch('?from=0001-01-01&to=9999-12-31').range).toEqual(DEFAULT_RANGE);
  });
});
