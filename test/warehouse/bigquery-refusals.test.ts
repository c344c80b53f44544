import { describe, expect, it } from 'vitest';
import { bigQueryTrouble, mayPass, ofWrite } from '../../src/warehouse/bigquery/errors.ts';

const place = { project: 'my-project', dataset: 'd' };
const refusal = (reason: string, message: string, code?: number) =>
  Object.assign(new Error(message), { errors: [{ reason }], ...(code && { code }) });
const told = (...refused: Parameters<typeof refusal>) => bigQueryTrouble(refusal(...refused), place);
const denied = (permission: string) =>
  told('accessDenied', `Access Denied: Table my-project:d.meta: Permission ${permission} denied`, 403);

describe('what BigQuery says when it refuses', () => {
  it('is a used up quota, which no role mends', () => {
    const { code, hint } = told('quotaExceeded', 'Quota exceeded: imports per table', 403);
    expect(code).toBe('quota_exceeded');
    expect(hint).toContain('midnight, Pacific time');
    expect(hint).not.toContain('roles/');
  });

  it('is a missing role, and the narrowest one is named', () => {
    expect(denied('bigquery.tables.getData').hint).toMatch(
      /^Grant it roles\/bigquery.dataViewer on the dataset d\./,
    );
    expect(denied('bigquery.tables.updateData').hint).toMatch(/^Grant it roles\/bigquery.dataEditor/);
    expect(denied('bigquery.jobs.create').hint).toMatch(
      /^Grant it roles\/bigquery.jobUser on the project my-project\./,
    );
    expect(told('accessDenied', 'Access Denied', 403)).toMatchObject({
      code: 'warehouse_denied',
      hint: expect.stringMatching(/^To ask, it needs .*jobUser.*dataViewer.*; to load, .*dataEditor/),
    });
  });

  it('is about the staging bucket where a job may not read it', () => {
    const message = 'Access Denied: File gs://staging/x: a@b.c does not have storage.objects.get access';
    const { code, hint } = told('accessDenied', message);
    expect(code).toBe('staging_denied');
    expect(hint).toContain('roles/storage.objectUser on the staging bucket');
    expect(hint).toContain('roles/storage.objectViewer');
  });

  it('is about too many days at once', () => {
    const message =
      'Too many partitions produced by query, allowed 4000, query produces at least 4001 partitions';
    expect(told('invalidQuery', message)).toMatchObject({
      code: 'too_many_days',
      hint: expect.stringContaining('--from DAY --to DAY'),
    });
  });

  it.each([
    'Transaction is aborted due to concurrent update against table my-project:d.ledger. Transaction ID: x',
    'Could not serialize access to table my-project:d.meta due to concurrent update',
  ])('is about another writer, and is tried again: %s', (message) => {
    const refused = refusal('invalidQuery', message, 400);
    expect(mayPass(refused)).toBe(true);
    expect(bigQueryTrouble(refused, place)).toMatchObject({ code: 'warehouse_moved', kind: 'conflict' });
  });

  it('is about another writer where a table of a write has gone', () => {
    const message = 'Not found: Table my-project:d.scratch_0a1b_entry was not found in location EU';
    expect(told('notFound', message, 404).code).toBe('warehouse_moved');
  });

  it('says that nothing was billed of a question alone', () => {
    const question = told('bytesBilledLimitExceeded', 'Query exceeded limit for bytes billed: 1.', 400);
    expect(question.hint).toContain('Nothing was billed.');
    expect(ofWrite(question)).toMatchObject({
      code: 'over_budget',
      hint: expect.stringMatching(/Nothing of this write was stored.*may be billed/),
    });
  });
});
