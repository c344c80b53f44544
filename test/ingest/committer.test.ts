import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { Committer } from '../../src/ingest/committer.ts';
import { Tally } from '../../src/ingest/tally.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { stagedBatch } from '../support/staged.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');
const batch = (object: string) => stagedBatch(object, '1', [{ session_id: `S of ${object}` }]);

/** A bucket that holds what was staged, as it was staged. */
const store = {
  find: async (object: string) => {
    const { generation, sizeBytes } = batch(object);
    return { object, generation, sizeBytes };
  },
};

async function opened(): Promise<Warehouse> {
  const warehouse = await openDuckDbWarehouse(':memory:');
  await warehouse.migrate();
  return warehouse;
}

async function objectsOf(warehouse: Warehouse): Promise<unknown[]> {
  const sql = 'SELECT object FROM session_version ORDER BY object';
  return (await warehouse.query({ sql, params: [] })).map(({ object }) => object);
}

/** Lets an open commit take in what there is. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 50));

describe('staged batches', () => {
  it('are loaded while others are being staged, and are seen together', async () => {
    const warehouse = await opened();
    const tally = new Tally();
    const committer = new Committer({ store, warehouse, clock, portionSessions: 1 }, tally, {});
    await committer.add(batch('a.json'));
    await aWhile();
    await committer.add(batch('b.json'));
    await aWhile();
    expect(await objectsOf(warehouse)).toEqual([]);
    await committer.finish();
    expect(await objectsOf(warehouse)).toEqual(['a.json', 'b.json']);
    expect(tally.objectsLoaded).toBe(2);
    expect(await warehouse.version()).toBe(1);
    await warehouse.close();
  });

  it('let another write pass, and go on in a commit of their own', async () => {
    const warehouse = await opened();
    const tally = new Tally();
    const committer = new Committer({ store, warehouse, clock, portionSessions: 1 }, tally, {});
    await committer.add(batch('a.json'));
    await aWhile();
    const event = await warehouse.commit({ batches: [batch('event.json')] }, clock);
    expect(event.dataVersion).toBe(2);
    await committer.add(batch('b.json'));
    await committer.finish();
    expect(await objectsOf(warehouse)).toEqual(['a.json', 'b.json', 'event.json']);
    expect(tally.objectsLoaded).toBe(2);
    await warehouse.close();
  });

  it('are refused once a commit of them has failed', async () => {
    const warehouse = await opened();
    const tally = new Tally();
    const committer = new Committer({ store, warehouse, clock, portionSessions: 1 }, tally, {});
    const lost = { ...batch('a.json'), versionsFile: '/nowhere/at.all.ndjson' };
    const untilRefused = async (): Promise<never> => {
      for (;;) {
        await committer.add(lost);
        await aWhile();
      }
    };
    await expect(untilRefused()).rejects.toMatchObject({ code: 'commit_failed' });
    await expect(committer.finish()).rejects.toMatchObject({ code: 'commit_failed' });
    expect(await objectsOf(warehouse)).toEqual([]);
    expect(tally.objectsLoaded).toBe(0);
    await warehouse.close();
  });

  it('leave the stage when they are committed', async () => {
    const warehouse = await opened();
    const committer = new Committer({ store, warehouse, clock }, new Tally(), {});
    const staged = batch('a.json');
    await committer.add(staged);
    expect(existsSync(String(staged.versionsFile))).toBe(true);
    await committer.finish();
    expect(existsSync(String(staged.versionsFile))).toBe(false);
    await warehouse.close();
  });
});
