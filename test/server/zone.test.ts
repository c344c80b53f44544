import { expect, it } from 'vitest';
import { loadConfig } from '../../src/base/config.ts';
import type { Answer, SessionsAnswer } from '../../src/server/api.ts';
import { stagedBatch } from '../support/staged.ts';
import { startServer } from './harness.ts';

/** 02:30 UTC on 1 February is still January in New York. */
const CALL = {
  session_id: 'S1',
  call_start_time: '2025-02-01T02:30:00.000Z',
  call_end_time: '2025-02-01T02:31:00.000Z',
};

it('a question without a time zone is asked in the reporting zone of the settings', async () => {
  const config = loadConfig({ timeZone: 'America/New_York' }, {});
  const harness = await startServer([stagedBatch('a.json', '1', [CALL])], { config });
  const monthsOf = async (zone: object) => {
    const { body } = await harness.post('/api/query', { metrics: ['sessions'], by: ['month'], ...zone });
    return (body as Answer).rows.map((row) => row.key.month);
  };
  expect(await monthsOf({})).toEqual(['2025-01-01']);
  expect(await monthsOf({ timeZone: 'UTC' })).toEqual(['2025-02-01']);
  const { body } = await harness.post('/api/sessions', { from: '2025-01-31', to: '2025-02-01' });
  expect((body as SessionsAnswer).total).toBe(1);
  await harness.close();
});
