import { describe, expect, it } from 'vitest';
import { partsOfFiles, partsOfRecords } from '../../web/src/model/ledger.ts';

const sum = (parts: readonly (readonly [string, number])[]) =>
  parts.reduce((all, [, number]) => all + number, 0);
const records = { in: 100, loaded: 80, duplicate: 5, quarantined: 4, erased: 0, expired: 11 };

describe('the sums that the page shows', () => {
  it('have a place for each file', () => {
    const files = { seen: 21, loaded: 1, waiting: 2, superseded: 3, quarantined: 5, gone: 10 };
    expect(sum(partsOfFiles({ files }))).toBe(files.seen);
  });

  it('have a place for records of callers who were erased and of times that are not kept, once there are any', () => {
    expect(sum(partsOfRecords({ records }))).toBe(records.in);
    expect(partsOfRecords({ records })).toContainEqual(['expired', 11]);
    expect(partsOfRecords({ records: { ...records, expired: 0 } }).map(([name]) => name)).toEqual([
      'loaded as calls',
      'duplicate',
      'quarantined',
    ]);
  });
});
