import { describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import type { Feed, Portion, Warehouse } from '../../src/warehouse/warehouse.ts';
import { stagedBatch } from '../support/staged.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');
const at = (minute: number) => new Date(Date.UTC(2025, 0, 6, 10, minute)).toISOString();

/** Every table but the times of the runs, in an order of its own: equal texts are equal warehouses. */
export async function contentOf(warehouse: Warehouse): Promise<string> {
  const tables = {
    raw_session_data: 'SELECT * FROM raw_session_data ORDER BY session_id',
    conversation_data: 'SELECT * FROM conversation_data ORDER BY session_id, turn_number',
    customer_data: 'SELECT * FROM customer_data ORDER BY customer_id',
    session_version: `SELECT session_id, object, generation, position, is_current, next_contact_time, next_topic_contact_time
      FROM session_version ORDER BY session_id, object`,
    quarantine: 'SELECT * FROM quarantine ORDER BY object, position',
  };
  const content: Record<string, unknown> = {};
  for (const [name, sql] of Object.entries(tables))
    content[name] = await warehouse.query({ sql, params: [] });
  return JSON.stringify(content, null, 1);
}

async function currentObjects(warehouse: Warehouse): Promise<Record<string, string>> {
  const rows = await warehouse.query({
    sql: 'SELECT session_id, source_file FROM raw_session_data',
    params: [],
  });
  return Object.fromEntries(rows.map((row) => [row.session_id, row.source_file]));
}

async function nextContacts(warehouse: Warehouse): Promise<Record<string, unknown>> {
  const sql =
    'SELECT session_id, next_contact_time AS c, next_topic_contact_time AS t FROM session_version WHERE is_current';
  const rows = await warehouse.query({ sql, params: [] });
  return Object.fromEntries(rows.map((row) => [row.session_id, [row.c, row.t]]));
}

/** Hands on its portions one by one, then waits until it must hurry. */
function feedOf(...portions: readonly Portion[]): Feed {
  const left = [...portions];
  return {
    next: async (hurry) => {
      const portion = left.shift();
      if (portion !== undefined) return portion;
      if (!hurry.aborted) await new Promise((resolve) => hurry.addEventListener('abort', resolve));
      return null;
    },
  };
}

/** As a feed that comes to its end. */
function endingFeed(...portions: readonly Portion[]): Feed {
  const left = [...portions];
  return { next: async () => left.shift() ?? null };
}

/** What every warehouse promises, whatever its engine. */
export function warehouseSuite(name: string, open: () => Promise<Warehouse>): void {
  const opened = async () => {
    const warehouse = await open();
    await warehouse.migrate();
    return warehouse;
  };

  describe(`warehouse port: ${name}`, () => {
    it('stores rows and their ledger entry together, and a second commit of them changes nothing', async () => {
      const warehouse = await opened();
      const batch = stagedBatch('a.json', '1', [{ session_id: 'S1' }, { session_id: 'S2' }]);
      const first = await warehouse.commit({ batches: [batch] }, clock);
      expect(first).toEqual({ dataVersion: 1, objects: 1, sessions: 2 });
      const before = await contentOf(warehouse);
      expect(await warehouse.commit({ batches: [batch] }, clock)).toEqual({
        dataVersion: 1,
        objects: 0,
        sessions: 0,
      });
      expect(await contentOf(warehouse)).toBe(before);
      expect(await warehouse.ledger()).toMatchObject([
        { object: 'a.json', generation: '1', state: 'loaded' },
      ]);
      await warehouse.close();
    });

    it('gives the same warehouse in whichever order two files with the same session come', async () => {
      const early = () =>
        stagedBatch('a.json', '1', [{ session_id: 'S1', call_end_time: at(2), customer_id: 'C1' }]);
      const late = () =>
        stagedBatch('b.json', '2', [
          { session_id: 'S1', call_end_time: at(5), customer_id: 'C2' },
          { session_id: 'S2', call_start_time: at(20), call_end_time: at(21), customer_id: 'C1' },
        ]);
      const contents: string[] = [];
      for (const order of [
        [early, late],
        [late, early],
      ]) {
        const warehouse = await opened();
        for (const make of order) await warehouse.commit({ batches: [make()] }, clock);
        expect(await currentObjects(warehouse)).toEqual({ S1: 'b.json', S2: 'b.json' });
        contents.push(await contentOf(warehouse));
        await warehouse.close();
      }
      expect(contents[0]).toBe(contents[1]);
    });

    it('elects by the greater end, then by the greater object name', async () => {
      const warehouse = await opened();
      const same = { session_id: 'S1', call_end_time: at(2) };
      await warehouse.commit(
        { batches: [stagedBatch('b.json', '1', [same]), stagedBatch('a.json', '1', [same])] },
        clock,
      );
      expect(await currentObjects(warehouse)).toEqual({ S1: 'b.json' });
      await warehouse.commit(
        { batches: [stagedBatch('0.json', '1', [{ ...same, call_end_time: at(3) }])] },
        clock,
      );
      expect(await currentObjects(warehouse)).toEqual({ S1: '0.json' });
      await warehouse.close();
    });

    it('replaces all that an object said when a newer generation comes, even with an older number', async () => {
      const warehouse = await opened();
      const other = stagedBatch('a.json', '5', [{ session_id: 'S1', call_end_time: at(2) }]);
      const first = stagedBatch('b.json', '9', [
        { session_id: 'S1', call_end_time: at(4) },
        { session_id: 'S2' },
      ]);
      await warehouse.commit({ batches: [other, first] }, clock);
      await warehouse.commit({ batches: [stagedBatch('b.json', '3', [{ session_id: 'S3' }])] }, clock);
      expect(await currentObjects(warehouse)).toEqual({ S1: 'a.json', S3: 'b.json' });
      expect(await warehouse.ledger()).toMatchObject([
        { object: 'a.json', generation: '5', state: 'loaded' },
        { object: 'b.json', generation: '3', state: 'loaded' },
      ]);
      await warehouse.close();
    });

    it('finds the next contact of a customer: strictly later, on the topic, or where either has none', async () => {
      const warehouse = await opened();
      const call = (
        session_id: string,
        minute: number,
        topic_name: string | null,
        customer_id: string | null = 'C1',
      ) => ({
        session_id,
        customer_id,
        topic_name,
        call_start_time: at(minute),
        call_end_time: at(minute + 1),
      });
      const calls = [
        call('first', 0, 'Payment Issue'),
        call('same moment', 0, 'Payment Issue'),
        call('other topic', 10, 'Outage'),
        call('no topic', 20, null),
        call('again', 30, 'Payment Issue'),
        call('somebody else', 5, 'Payment Issue', 'C2'),
        call('withheld', 6, 'Payment Issue', null),
      ];
      // In two commits, the later calls first: what the first commit said is computed anew.
      await warehouse.commit({ batches: [stagedBatch('late.json', '1', calls.slice(3))] }, clock);
      await warehouse.commit({ batches: [stagedBatch('early.json', '1', calls.slice(0, 3))] }, clock);
      expect(await nextContacts(warehouse)).toEqual({
        first: [at(10), at(20)],
        'same moment': [at(10), at(20)],
        'other topic': [at(20), at(20)],
        'no topic': [at(30), at(30)],
        again: [null, null],
        'somebody else': [null, null],
        withheld: [null, null],
      });
      await warehouse.close();
    });

    it('keeps the rows of an object that is gone, and takes it back with a new generation of the same bytes', async () => {
      const warehouse = await opened();
      await warehouse.commit({ batches: [stagedBatch('a.json', '1', [{ session_id: 'S1' }])] }, clock);
      await warehouse.commit({ gone: ['a.json'] }, clock);
      expect(await warehouse.ledger()).toMatchObject([{ object: 'a.json', generation: '1', state: 'gone' }]);
      expect(await currentObjects(warehouse)).toEqual({ S1: 'a.json' });
      const back = { object: 'a.json', generation: '2', sizeBytes: 1000, seenAt: '2025-02-01T00:00:00.000Z' };
      await warehouse.commit({ waiting: [back] }, clock);
      await warehouse.commit({ unchanged: [back] }, clock);
      expect(await warehouse.ledger()).toMatchObject([
        { object: 'a.json', generation: '2', state: 'loaded' },
      ]);
      const clean = await opened();
      await clean.commit({ batches: [stagedBatch('a.json', '2', [{ session_id: 'S1' }])] }, clock);
      expect(await contentOf(warehouse)).toBe(await contentOf(clean));
      await Promise.all([warehouse.close(), clean.close()]);
    });

    it('keeps every generation that was ever seen in exactly one state', async () => {
      const warehouse = await opened();
      const seen = (generation: string) => ({
        object: 'a.json',
        generation,
        sizeBytes: 1,
        seenAt: '2025-02-01T00:00:00.000Z',
      });
      await warehouse.commit({ waiting: [seen('1')] }, clock);
      await warehouse.commit({ waiting: [seen('2')] }, clock);
      await warehouse.commit({ batches: [stagedBatch('a.json', '2', [{ session_id: 'S1' }])] }, clock);
      await warehouse.commit({ waiting: [seen('3')] }, clock);
      const rows = await warehouse.query({
        sql: 'SELECT generation, state FROM ledger ORDER BY generation',
        params: [],
      });
      expect(rows).toEqual([
        { generation: '1', state: 'superseded' },
        { generation: '2', state: 'loaded' },
        { generation: '3', state: 'waiting' },
      ]);
      await warehouse.close();
    });

    it('takes in portions as they come, in one commit that is the same as if all had been there', async () => {
      const older = () => stagedBatch('a.json', '1', [{ session_id: 'S1' }, { session_id: 'S2' }]);
      const newer = () => stagedBatch('a.json', '2', [{ session_id: 'S1', call_start_time: at(40) }]);
      const other = () => stagedBatch('b.json', '1', [{ session_id: 'S3' }]);
      const same = { object: 'c.json', generation: '2', sizeBytes: 10, seenAt: at(50) };
      const copy = () => stagedBatch('c.json', '1', [{ session_id: 'S4', customer_id: 'C2' }]);
      const prepared = async () => {
        const warehouse = await opened();
        await warehouse.commit({ batches: [older(), copy()] }, clock);
        return warehouse;
      };
      const fed = await prepared();
      const feed = endingFeed({ batches: [newer()] }, { batches: [copy()], unchanged: [same] });
      expect(await fed.commit({ batches: [other()], feed }, clock)).toEqual({
        dataVersion: 2,
        objects: 2,
        sessions: 2,
      });
      const atOnce = await prepared();
      await atOnce.commit({ batches: [other(), newer()], unchanged: [same] }, clock);
      expect(await contentOf(fed)).toBe(await contentOf(atOnce));
      expect(await fed.ledger()).toEqual(await atOnce.ledger());
      await fed.close();
      await atOnce.close();
    });

    it('lets no other write wait for the rest of a feed', async () => {
      const warehouse = await opened();
      const feed = feedOf({ batches: [stagedBatch('b.json', '1', [{ session_id: 'S2' }])] });
      const first = { batches: [stagedBatch('a.json', '1', [{ session_id: 'S1' }])] };
      const long = warehouse.commit({ ...first, feed }, clock);
      const event = { batches: [stagedBatch('c.json', '1', [{ session_id: 'S3' }])] };
      expect(await warehouse.commit(event, clock)).toMatchObject({ objects: 1, dataVersion: 2 });
      await long;
      expect(await currentObjects(warehouse)).toMatchObject({ S1: 'a.json', S3: 'c.json' });
      await warehouse.close();
    });

    it('stores nothing of a feed that fails in its middle', async () => {
      const warehouse = await opened();
      const before = await contentOf(warehouse);
      const good = stagedBatch('a.json', '1', [{ session_id: 'S1' }]);
      const lost = {
        ...stagedBatch('b.json', '1', [{ session_id: 'S2' }]),
        versionsFile: '/nowhere/b.ndjson',
      };
      const commit = { batches: [good], feed: endingFeed({ batches: [lost] }) };
      await expect(warehouse.commit(commit, clock)).rejects.toMatchObject({ code: 'commit_failed' });
      expect(await contentOf(warehouse)).toBe(before);
      expect(await warehouse.ledger()).toEqual([]);
      await warehouse.commit({ batches: [good] }, clock);
      expect(await currentObjects(warehouse)).toEqual({ S1: 'a.json' });
      await warehouse.close();
    });

    it('stores nothing of a commit that fails, and works on', async () => {
      const warehouse = await opened();
      await warehouse.commit({ batches: [stagedBatch('a.json', '1', [{ session_id: 'S1' }])] }, clock);
      const before = await contentOf(warehouse);
      const good = stagedBatch('b.json', '1', [{ session_id: 'S2' }]);
      const lost = {
        ...stagedBatch('c.json', '1', [{ session_id: 'S3' }]),
        versionsFile: '/nowhere/at.all.ndjson',
      };
      await expect(warehouse.commit({ batches: [good, lost] }, clock)).rejects.toMatchObject({
        code: 'commit_failed',
      });
      expect(await contentOf(warehouse)).toBe(before);
      await warehouse.commit({ batches: [good] }, clock);
      expect(await currentObjects(warehouse)).toEqual({ S1: 'a.json', S2: 'b.json' });
      await warehouse.close();
    });
  });
}
