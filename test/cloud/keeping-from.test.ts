import { expect, it } from 'vitest';
import { fixedClock, systemClock } from '../../src/base/clock.ts';
import { tombstoneOf } from '../../src/ingest/pseudonym.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { earshot } from '../cli/earshot.ts';
import { sessionRecord } from '../support/session.ts';
import { freshDataset, openWarehouse } from './datasets.ts';
import { openWorld } from './world.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');
const rows = async (warehouse: Warehouse, sql: string) =>
  (await warehouse.query({ sql, params: [] })).map((row) => Object.values(row));

it('loads a dataset that replaces another one without bringing back who was erased', async () => {
  const { store, warehouse, env } = await openWorld();
  await warehouse.migrate();
  const records = ['GOES', 'STAYS'].map((customer_id) =>
    sessionRecord({ session_id: customer_id, customer_id }),
  );
  await store.put('a.json', JSON.stringify(records));
  const ingest = (...words: string[]) => earshot(['ingest', '--json', ...words], env);
  expect(await ingest()).toMatchObject({ code: 0 });
  // A later day, so that what the erasure changes is in one that was over.
  const later = { session_id: 'LATER', call_start_time: '2025-02-03 10:00:00', call_end_time: null };
  await store.put('b.json', JSON.stringify([sessionRecord({ ...later, conversation: [] })]));
  expect(await ingest()).toMatchObject({ code: 0 });
  const { tombstoneKey } = await warehouse.keeping();
  const tombstone = tombstoneOf('GOES', tombstoneKey);
  await warehouse.replace({ kind: 'erase', customerId: 'GOES', tombstone }, systemClock);
  await warehouse.replace({ kind: 'retain', from: '2020-01-01T00:00:00.000Z' }, systemClock);
  const at = '2025-01-06T00:00:00.000Z';
  const note = {
    kind: 'annotate',
    id: 'n',
    fromTime: at,
    toTime: null,
    type: 'release',
    label: '2.0',
  } as const;
  await warehouse.note(note, clock);

  const place = await freshDataset();
  const other = `bigquery:${place.project}.${place.dataset}`;
  const taking = ['--warehouse', other, '--keeping-from', warehouse.label];
  expect(await ingest(...taking)).toMatchObject({ code: 0 });
  const rebuilt = await openWarehouse(place);
  expect(await rows(rebuilt, 'SELECT session_id FROM raw_session_data ORDER BY session_id')).toEqual([
    ['LATER'],
    ['STAYS'],
  ]);
  expect(await rebuilt.keeping()).toEqual(await warehouse.keeping());
  expect(await rows(rebuilt, 'SELECT label FROM annotation')).toEqual([['2.0']]);
  expect((await rows(rebuilt, 'SELECT kind FROM journal ORDER BY kind')).flat()).toEqual([
    'erase',
    'rebuild',
    'retain',
  ]);

  const changes = 'SELECT data_version, day, sessions_before, sessions_after FROM day_change';
  expect(await rows(rebuilt, changes)).toEqual(await rows(warehouse, changes));
  expect(await rows(rebuilt, changes)).toHaveLength(1);
  expect(await rebuilt.version()).toBeGreaterThan(await warehouse.version());

  const again = await ingest(...taking);
  expect(again.code).toBe(5);
  expect(again.stderr).toContain('holds session files');
  const itself = await ingest('--keeping-from', warehouse.label);
  expect(itself.stderr).toContain('is not another warehouse of Earshot');
});
