import { expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { removalSuite } from '../ports/rewrites.ts';
import { warehouseSuite } from '../ports/warehouse.ts';
import { freshDataset, freshWarehouse, openWarehouse } from './datasets.ts';

warehouseSuite('bigquery', freshWarehouse);
removalSuite('bigquery', async (place) => openWarehouse(await freshDataset(place.replaceAll('-', '_'))));

it('says that a dataset is rebuilt beside itself', async () => {
  const warehouse = await freshWarehouse();
  const adopt = { kind: 'adopt', file: 'bigquery:a.b', dropGone: false, accept: false } as const;
  await expect(warehouse.replace(adopt, fixedClock('2025-02-01T12:00:00Z'))).rejects.toMatchObject({
    code: 'rebuild_elsewhere',
    hint: expect.stringContaining('empty dataset'),
  });
});
