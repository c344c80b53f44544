import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DIMENSIONS } from '../../src/metrics/dimensions.ts';
import type { Holding } from '../../src/server/api.ts';
import { FILTER_FIELDS, type FieldFilter } from '../../web/src/model/filters.ts';
import { DEFAULT_RANGE, GRAINS } from '../../web/src/model/range.ts';
import { correction, fromSearch, toSearch } from '../../web/src/model/url.ts';
import { DEFAULT_VIEW, PAGE_NAMES, type View } from '../../web/src/model/view.ts';

const name = fc.option(
  fc.oneof(fc.string({ minLength: 1 }), fc.constant('(none)'), fc.constant('a,b&c=d+e')),
);
const filter: fc.Arbitrary<FieldFilter> = fc.record({
  field: fc.constantFrom(...FILTER_FIELDS),
  exclude: fc.boolean(),
  values: fc.uniqueArray(name, { minLength: 1, maxLength: 4 }),
});
const view: fc.Arbitrary<View> = fc.record({
  page: fc.constantFrom(...PAGE_NAMES),
  range: fc.constantFrom({ preset: '3m' } as const, { from: '2025-07-01', to: '2026-01-01' }),
  compare: fc.constantFrom('previous_period' as const, 'previous_year' as const, 'none' as const),
  timeZone: fc.constantFrom(null, 'America/New_York', 'Etc/GMT+5', 'Asia/Kolkata'),
  base: fc.constantFrom('all' as const, 'engaged' as const),
  filters: fc.uniqueArray(filter, { maxLength: 3, selector: ({ field }) => field }),
  grain: fc.constantFrom(null, ...GRAINS),
  options: fc.dictionary(
    fc.constantFrom('trend.metric', 'topics.sort', 'outcomes.mode'),
    fc.string({ minLength: 1, maxLength: 20 }),
  ),
  calls: fc.option(
    fc.record(
      {
        metric: fc.constantFrom('sessions', 'resolution_rate'),
        part: fc.constantFrom('numerator' as const, 'denominator' as const),
        holding: fc.constantFrom<Holding>(
          { what: 'confidence', from: 0.55, to: 1 },
          { what: 'intent', intent: null },
          { what: 'intent', intent: 'a:b&c d' },
          { what: 'exit', prompt: 'ask_no+match' },
          { what: 'prompt', prompt: 'greeting' },
          { what: 'calls', calls: 3 },
          { what: 'both', one: 'resolved', other: 'hour' },
        ),
        order: fc.constantFrom('oldest' as const, 'longest' as const),
        during: fc.constant({ from: '2025-01-01T05:00:00.000Z', to: '2025-07-01T04:00:00.001Z' }),
        of: fc.uniqueArray(fc.constantFrom('topic_name', 'month'), { maxLength: 2 }),
      },
      { requiredKeys: ['metric', 'of'] },
    ),
  ),
  call: fc.option(fc.string({ minLength: 1 })),
});

const plain = { ...DEFAULT_VIEW };

describe('the address', () => {
  it('says in which order the calls are listed, and which sample', () => {
    const of = (search: string) => fromSearch(search).calls;
    const sample = { metric: 'sessions', order: 'random' as const, seed: 3, of: [] };
    expect(toSearch({ ...plain, calls: sample })).toMatch(/&calls=sessions&order=random&seed=3$/);
    expect(of('?calls=sessions&order=random&seed=3')).toEqual(sample);
    expect(of('?calls=sessions&order=newest&seed=3')).toEqual({ metric: 'sessions', of: [] });
    expect(of('?calls=sessions&order=loudest')).toEqual({ metric: 'sessions', of: [] });
  });

  it('is readable', () => {
    const range = { from: '2025-07-01', to: '2026-01-01' };
    const types = { field: 'topic_type', exclude: false, values: ['Billing', 'TechSupport'] };
    expect(toSearch({ ...plain, filters: [types], range })).toBe(
      '?from=2025-07-01&to=2026-01-01&topic_type=Billing,TechSupport',
    );
    const topic = { field: 'topic_name', exclude: false, values: ['Payment Issue'] };
    const calls = { metric: 'escalation_rate', of: ['topic_name'] };
    const filters = [topic, { field: 'region', exclude: true, values: ['North', null] }];
    expect(toSearch({ ...plain, page: 'time', timeZone: 'Asia/Kolkata', filters, calls })).toBe(
      '?view=time&range=26w&zone=Asia/Kolkata&topic_name=Payment+Issue&region!=North,(none)&calls=escalation_rate&of=topic_name',
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

  it('knows every dimension of the API as a filter', () => {
    expect([...FILTER_FIELDS].sort()).toEqual(DIMENSIONS.map((each) => each.name).sort());
  });

  it('tells a missing topic from one that is named "(none)"', () => {
    expect(fromSearch('?topic_type=(none),%28none%29').filters[0]?.values).toEqual([null, '(none)']);
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
    for (const search of [
      '',
      '?range=99y',
      '?from=2025-13-01&to=x',
      '?calls=__proto__&of=month',
      '?by=eon&view=admin&vs=never&base=none&zone=Mars/Phobos&constructor=x&region=',
    ])
      expect(fromSearch(search)).toEqual(plain);
    expect(fromSearch('?topic_type=%E0%A4%A').filters[0]?.values).toEqual(['%E0%A4%A']);
    expect(fromSearch('?call=S1')).toEqual({ ...plain, call: 'S1' });
    expect(fromSearch('?from=2026-01-01&to=2025-01-01').range).toEqual(DEFAULT_RANGE);
    // The API takes the years 1000 to 2999.
    expect(fromSearch('?from=0001-01-01&to=9999-12-31').range).toEqual(DEFAULT_RANGE);
  });
});
