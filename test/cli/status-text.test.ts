import { describe, expect, it } from 'vitest';
import { claimsOf, statusText } from '../../src/cli/status-text.ts';
import type { Status } from '../../src/server/api.ts';

const STATUS: Status = {
  earshot: '0.1.0',
  bucket: '/data/session_batch_files',
  warehouse: '/data/warehouse.duckdb',
  dataVersion: 3,
  firstCall: '2025-01-01T00:00:00.000Z',
  newestCall: null,
  lastCommit: null,
  lastLoaded: null,
  files: { seen: 10, waiting: 1, loaded: 6, superseded: 1, quarantined: 1, gone: 1 },
  records: { in: 1000, loaded: 990, duplicate: 6, quarantined: 4, erased: 0, expired: 0 },
  quarantineDropped: 0,
  stagedOtherwise: 0,
  daysWithoutCalls: [],
  retainFrom: null,
  erasedCustomers: 0,
  customers: 700,
  withheldSessions: 12,
  turns: 8000,
  changesByRule: { synonym: 2, trimmed: 1500 },
  findings: {},
  quarantineByReason: { not_json: 4 },
  redactionsByKind: { phone: 0 },
};

describe('status', () => {
  it('shows the two sums that must hold', () => {
    expect(claimsOf(STATUS)).toEqual([
      { text: '10 files seen = 1 waiting + 6 loaded + 1 superseded + 1 quarantined + 1 gone', holds: true },
      {
        text: '1,000 records in = 990 loaded + 6 duplicate + 4 quarantined + 0 erased + 0 expired',
        holds: true,
      },
    ]);
    expect(statusText(STATUS)).toContain('holds: 10 files seen');
  });

  it('says so when one does not', () => {
    const broken = { ...STATUS, records: { ...STATUS.records, loaded: 989 } };
    expect(statusText(broken)).toContain('DOES NOT HOLD: 1,000 records in = 989 loaded');
  });

  it('lists counts by their size, and none that are empty', () => {
    const text = statusText(STATUS);
    expect(text).toContain('changes by rule  values\ntrimmed           1,500\nsynonym               2\n');
    expect(text).not.toContain('redactions');
    expect(text).not.toContain('findings');
  });
});
