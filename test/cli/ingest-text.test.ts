import { describe, expect, it } from 'vitest';
import { reportLines } from '../../src/cli/ingest-text.ts';
import type { IngestReport } from '../../src/ingest/report.ts';

const REPORT: IngestReport = {
  startedAt: '2025-01-31T00:00:00.000Z',
  finishedAt: '2025-01-31T00:00:04.000Z',
  bucket: '/data/session_batch_files',
  objectsSeen: 365,
  objectsSkipped: 0,
  leftOut: [],
  objectsLoaded: 365,
  objectsUnchanged: 0,
  objectsQuarantined: 0,
  objectsGone: 0,
  objectsWaiting: [],
  records: 50_000,
  sessions: 50_000,
  turns: 400_000,
  quarantined: 0,
  repeated: 0,
  erased: 0,
  expired: 0,
  changes: 0,
  redactions: {},
  bytes: 120_000_000,
  interrupted: false,
  reportFile: null,
};

describe('what ingest says at its end', () => {
  it('counts, with the seconds', () => {
    expect(reportLines(REPORT)).toEqual([
      'Loaded 50,000 sessions from 365 files (120.0 MB) in 4.0 s, 12,500 sessions/s.',
    ]);
  });

  it('tells nothing new from nothing there', () => {
    const again = { ...REPORT, objectsLoaded: 0, objectsUnchanged: 365, sessions: 0 };
    expect(reportLines(again)).toEqual(['Nothing new: 365 files in the bucket.']);
    expect(reportLines({ ...again, objectsSeen: 0 })).toEqual([
      'No session files in /data/session_batch_files.',
    ]);
  });

  it('names what was left out, what waits, and how to go on', () => {
    const lines = reportLines({
      ...REPORT,
      objectsLoaded: 3,
      objectsQuarantined: 1,
      quarantined: 2,
      objectsGone: 1,
      leftOut: Array.from({ length: 7 }, (_, i) => ({ name: `l${i}.json`, reason: 'it is a link' })),
      objectsWaiting: [{ object: 'a.json', reason: 'not readable: EACCES' }],
      interrupted: true,
      reportFile: '/data/session_etls/r.json',
    });
    expect(lines.slice(1)).toEqual([
      'In quarantine: 2 records, 1 file of them unreadable. `earshot status` counts the reasons.',
      '1 file deleted from the bucket; their rows stay.',
      ...[0, 1, 2, 3, 4].map((i) => `Left out, in no count: l${i}.json: it is a link.`),
      'And 2 more; the report names them all.',
      'Waiting for the next run: a.json: not readable: EACCES',
      'Interrupted: what was loaded stays (3 of 365 files). `earshot ingest` goes on from there.',
      'Report: /data/session_etls/r.json',
    ]);
  });
});
