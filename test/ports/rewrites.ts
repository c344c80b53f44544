import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { areEqual } from '../../src/warehouse/rewrite.ts';
import type { Warehouse } from '../../src/warehouse/warehouse.ts';
import { stagedBatch } from '../support/staged.ts';
import { contentOf } from './warehouse.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');
const at = (day: number, minute = 0) => new Date(Date.UTC(2025, 0, day, 10, minute)).toISOString();

const call = (session_id: string, customer_id: string, day: number, end = 1) => ({
  session_id,
  customer_id,
  call_start_time: at(day),
  call_end_time: at(day, end),
});

async function rows(warehouse: Warehouse, sql: string): Promise<unknown[][]> {
  return (await warehouse.query({ sql, params: [] })).map((row) => Object.values(row));
}

/** Of each generation whose rows are there: records in, and what became of them by the ledger and by the tables. */
const BALANCE = `SELECT object, records = sessions + repeated + quarantined + erased + expired AS adds_up,
  sessions = (SELECT count(*) FROM session_version v WHERE v.object = l.object AND v.generation = l.generation) AS has_rows
  FROM ledger l WHERE state IN ('loaded', 'quarantined', 'gone') ORDER BY object`;

/** Opens a warehouse of a name, the same again under the same name. */
type OpenAt = (place: string) => Promise<Warehouse>;

function opener(openAt: OpenAt) {
  const opened = async (place: string) => {
    const warehouse = await openAt(place);
    await warehouse.migrate();
    return warehouse;
  };
  const loaded = async (place: string, without: string | null = null) => {
    const warehouse = await opened(place);
    const keep = <T extends { customer_id: string }>(calls: T[]) =>
      calls.filter((one) => one.customer_id !== without);
    // S1 is C1's in b.json, which is current, and C2's in a.json.
    const a = keep([call('S1', 'C2', 1), call('S2', 'C2', 3), call('S3', 'C1', 4)]);
    const b = keep([call('S1', 'C1', 1, 5), call('S4', 'C3', 6)]);
    await warehouse.commit({ batches: [stagedBatch('a.json', '1', a)] }, clock);
    await warehouse.commit({ batches: [stagedBatch('b.json', '1', b)] }, clock);
    return warehouse;
  };
  const places = () => {
    const base = `rewrite-${Math.random().toString(36).slice(2)}`;
    return { place: base, other: `${base}-other` };
  };
  return { opened, loaded, places };
}

/** What every warehouse promises of sessions that have to go. */
export function removalSuite(name: string, openAt: OpenAt): void {
  const { opened, loaded, places } = opener(openAt);

  describe(`warehouse without what has to go: ${name}`, () => {
    it('erases a customer: the same tables as if the calls had never come, but for the places of the others', async () => {
      const { place, other } = places();
      const warehouse = await loaded(place);
      const report = await warehouse.replace(
        { kind: 'erase', customerId: 'C1', tombstone: 'hash of C1' },
        clock,
      );
      expect(report).toMatchObject({
        kind: 'erase',
        removed: { sessions: 2, turns: 2, quarantined: 0, objects: ['a.json', 'b.json'] },
      });
      const clean = await loaded(other, 'C1');
      const places1 = (text: string) => text.replace(/"position": \d+/g, '"position": 0');
      expect(places1(await contentOf(warehouse))).toBe(places1(await contentOf(clean)));
      expect(await rows(warehouse, BALANCE)).toEqual([
        ['a.json', true, true],
        ['b.json', true, true],
      ]);
      expect(await rows(warehouse, `SELECT object, erased FROM ledger ORDER BY object`)).toEqual([
        ['a.json', 1],
        ['b.json', 1],
      ]);
      expect((await warehouse.keeping()).tombstones).toEqual(['hash of C1']);
      expect(await warehouse.version()).toBe(3);
      await Promise.all([warehouse.close(), clean.close()]);
      const again = await opened(place);
      expect((await again.keeping()).tombstones).toEqual(['hash of C1']);
      expect(await rows(again, `SELECT kind FROM journal`)).toEqual([['erase']]);
      expect(JSON.stringify(await rows(again, 'SELECT * FROM journal'))).not.toContain('C1');
      await again.close();
    });

    it('lets go of what is older than a cut-off, and keeps the cut-off', async () => {
      const { place } = places();
      const warehouse = await loaded(place);
      const report = await warehouse.replace({ kind: 'retain', from: at(4) }, clock);
      expect(report).toMatchObject({ removed: { sessions: 3, objects: ['a.json', 'b.json'] } });
      expect(await rows(warehouse, 'SELECT session_id FROM raw_session_data ORDER BY 1')).toEqual([
        ['S3'],
        ['S4'],
      ]);
      expect(await rows(warehouse, BALANCE)).toEqual([
        ['a.json', true, true],
        ['b.json', true, true],
      ]);
      expect((await warehouse.keeping()).retainFrom).toBe(at(4));
      expect(await rows(warehouse, 'SELECT count(*) FROM day_outcome')).toEqual([[2]]);
      await warehouse.close();
    });

    it('answers what is asked while it is being written anew, from before or after', async () => {
      const { place } = places();
      const warehouse = await loaded(place);
      const counts: unknown[] = [];
      const asking = (async () => {
        for (let i = 0; i < 60; i++) {
          counts.push((await rows(warehouse, 'SELECT count(*) FROM raw_session_data'))[0]?.[0]);
        }
      })();
      const erased = warehouse.replace({ kind: 'erase', customerId: 'C3', tombstone: 't' }, clock);
      const committed = warehouse.commit(
        { batches: [stagedBatch('c.json', '1', [call('S9', 'C9', 7)])] },
        clock,
      );
      await Promise.all([asking, erased, committed]);
      expect(new Set(counts).size).toBeGreaterThan(0);
      for (const count of counts) expect([4, 3]).toContain(count);
      expect(await rows(warehouse, 'SELECT session_id FROM raw_session_data ORDER BY 1')).toEqual([
        ['S1'],
        ['S2'],
        ['S3'],
        ['S9'],
      ]);
      await warehouse.close();
    });
  });
}

/** What a warehouse promises that can be rebuilt in its own place. */
export function rebuildSuite(name: string, openAt: OpenAt): void {
  const { opened, loaded, places } = opener(openAt);

  describe(`warehouse rebuilt: ${name}`, () => {
    it('adopts a rebuild that is equal, and carries over what only the old one knows', async () => {
      const { place, other } = places();
      const warehouse = await loaded(place);
      await warehouse.commit({ gone: ['a.json'] }, clock);
      const annotation = { id: 'r1', fromTime: at(2), toTime: null, type: 'release', label: '1.2' } as const;
      await warehouse.note({ kind: 'annotate', ...annotation }, clock);
      const before = await contentOf(warehouse);
      const fresh = await opened(other);
      const b = [call('S1', 'C1', 1, 5), call('S4', 'C3', 6)];
      await fresh.commit({ batches: [stagedBatch('b.json', '1', b)] }, clock);
      await fresh.close();
      const report = await warehouse.replace(
        { kind: 'adopt', file: fresh.label, dropGone: false, accept: false },
        clock,
      );
      expect(report).toMatchObject({ adopted: true, carried: 3 });
      expect(await contentOf(warehouse)).toBe(before);
      expect(await warehouse.ledger()).toMatchObject([
        { object: 'a.json', state: 'gone' },
        { object: 'b.json', state: 'loaded' },
      ]);
      expect(await rows(warehouse, 'SELECT label FROM annotation')).toEqual([['1.2']]);
      expect(await warehouse.version()).toBe(4);
      await warehouse.close();
    });

    it('refuses a rebuild that differs, tells how, and takes it when that is accepted', async () => {
      const { place, other } = places();
      const warehouse = await loaded(place);
      const before = await contentOf(warehouse);
      const rebuilt = async () => {
        const fresh = await opened(other);
        const a = [call('S1', 'C2', 1), { ...call('S2', 'C2', 3), topic_name: 'Outage' }];
        const b = [call('S1', 'C1', 1, 5), call('S4', 'C3', 6)];
        const batches = [stagedBatch('a.json', '1', a), stagedBatch('b.json', '1', b)];
        await fresh.commit({ batches }, clock);
        await fresh.close();
        return fresh.label;
      };
      const asked = { kind: 'adopt', dropGone: false } as const;
      const refused = await warehouse.replace({ ...asked, file: await rebuilt(), accept: false }, clock);
      expect(refused).toMatchObject({
        adopted: false,
        differences: { onlyBefore: 1, onlyAfter: 0, changed: 1, byField: { topic_name: 1 } },
      });
      if (refused.kind === 'adopt') expect(areEqual(refused.differences)).toBe(false);
      expect(await contentOf(warehouse)).toBe(before);
      await warehouse.replace({ ...asked, file: await rebuilt(), accept: true }, clock);
      expect(await rows(warehouse, 'SELECT session_id, topic_name FROM raw_session_data ORDER BY 1')).toEqual(
        [
          ['S1', 'Payment Issue'],
          ['S2', 'Outage'],
          ['S4', 'Payment Issue'],
        ],
      );
      expect(
        await rows(warehouse, 'SELECT day, sessions_before, sessions_after FROM day_change ORDER BY day'),
      ).toEqual([['2025-01-04T00:00:00.000Z', 1, 0]]);
      await warehouse.close();
    });

    it('drops the rows of objects that are gone when a rebuild is told to', async () => {
      const { place, other } = places();
      const warehouse = await loaded(place);
      await warehouse.commit({ gone: ['a.json'] }, clock);
      const fresh = await opened(other);
      const b = [call('S1', 'C1', 1, 5), call('S4', 'C3', 6)];
      await fresh.commit({ batches: [stagedBatch('b.json', '1', b)] }, clock);
      await fresh.close();
      await warehouse.replace({ kind: 'adopt', file: fresh.label, dropGone: true, accept: false }, clock);
      expect(await rows(warehouse, 'SELECT session_id FROM raw_session_data ORDER BY 1')).toEqual([
        ['S1'],
        ['S4'],
      ]);
      expect(await rows(warehouse, BALANCE)).toEqual([
        ['a.json', true, true],
        ['b.json', true, true],
      ]);
      await warehouse.close();
    });
  });
}
