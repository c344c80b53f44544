import { lookup } from 'node:dns/promises';
import { expect, it } from 'vitest';
import { gcsTrouble } from '../../src/store/gcs-errors.ts';
import { bigQueryTrouble } from '../../src/warehouse/bigquery/errors.ts';

it('tells who has no network of the network, not of the bucket or the dataset', async () => {
  const error: unknown = await lookup('nowhere.invalid').catch((cause) => cause);
  const place = { project: 'some-project', dataset: 'calls' };
  for (const told of [gcsTrouble(error, 'calls', 'list', 'gs://calls'), bigQueryTrouble(error, place)])
    expect(told).toMatchObject({ code: 'google_unreachable', hint: expect.stringContaining('HTTPS_PROXY') });
});
