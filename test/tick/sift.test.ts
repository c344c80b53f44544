import { expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { EarshotError } from '../../src/base/errors.ts';
import { sift } from '../../src/cloud/sift.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import type { Commit, Warehouse } from '../../src/warehouse/warehouse.ts';
import { stagedBatch } from '../support/staged.ts';

const clock = fixedClock('2025-02-01T12:00:00Z');
const numbered = (count: number) =>
  Array.from({ length: count }, (_, n) => stagedBatch(`${n}.json`, '1', [{ session_id: `S${n}` }]));

/** As BigQuery's adapter words a refusal. */
const refusal = (reason: string, message = 'Could not parse it.') =>
  new EarshotError('environment', 'commit_failed', message, {
    cause: new EarshotError('environment', 'warehouse_unavailable', message, { facts: { reason } }),
  });

/** A real warehouse that refuses whatever holds one of the objects. */
async function refusing(objects: readonly string[], error: Error) {
  const warehouse = await openDuckDbWarehouse(':memory:');
  await warehouse.migrate();
  const commits: Commit[] = [];
  const commit: Warehouse['commit'] = (work, at) => {
    commits.push(work);
    return work.batches?.some(({ object }) => objects.includes(object))
      ? Promise.reject(error)
      : warehouse.commit(work, at);
  };
  return { warehouse: { commit } as Warehouse, commits, ledger: () => warehouse.ledger() };
}

it('loads all but what is refused, wherever that stands', async () => {
  const batches = numbered(9);
  const { warehouse, ledger } = await refusing(['0.json', '5.json'], refusal('invalid'));
  const seen = { object: 'waits.json', generation: '1', sizeBytes: 1, seenAt: clock.now().toISOString() };
  const { report, culprits } = await sift(warehouse, { batches, waiting: [seen] }, clock);
  expect(culprits.map(({ batch, reason }) => [batch.object, reason])).toEqual([
    ['0.json', 'invalid'],
    ['5.json', 'invalid'],
  ]);
  expect(report).toMatchObject({ objects: 7, sessions: 7 });
  const states = (await ledger()).map(({ object, state }) => [object, state]);
  expect(states).toHaveLength(8);
  expect(states).toContainEqual(['waits.json', 'waiting']);
});

it('halves what speaks of more days than one job may change', async () => {
  const error = new EarshotError('environment', 'too_many_days', 'Too many partitions.');
  const { warehouse } = await refusing(['3.json'], error);
  const { report, culprits } = await sift(warehouse, { batches: numbered(4) }, clock);
  expect(report.objects).toBe(3);
  expect(culprits).toMatchObject([{ reason: 'too_many_days', detail: 'Too many partitions.' }]);
});

it('keeps what the warehouse quotes out of the reason', async () => {
  const said = "It can't parse 'my pin is 4826' as DATE for field \"text";
  const { warehouse } = await refusing(['0.json'], refusal('invalid', said));
  const { culprits } = await sift(warehouse, { batches: numbered(1) }, clock);
  expect(culprits).toMatchObject([{ detail: "It can't parse … as DATE for field …" }]);
});

it('is one commit where nothing is refused', async () => {
  const { warehouse, commits } = await refusing([], refusal('invalid'));
  expect((await sift(warehouse, { batches: numbered(3) }, clock)).report.objects).toBe(3);
  expect(commits).toHaveLength(1);
});

it.each([
  ['may pass', refusal('backendError')],
  ['is a quota', refusal('quotaExceeded')],
  ['is of two writers', refusal('invalidQuery', 'Transaction is aborted due to concurrent update.')],
  ['is of the account', new EarshotError('environment', 'warehouse_denied', 'Denied.')],
])('accuses no object of what %s', async (_, error) => {
  const { warehouse, commits } = await refusing(['1.json'], error);
  await expect(sift(warehouse, { batches: numbered(3) }, clock)).rejects.toBe(error);
  expect(commits).toHaveLength(1);
});

it('ends where so much is refused that the dataset is at fault', async () => {
  const batches = numbered(64);
  const error = refusal('invalid');
  const { warehouse, ledger } = await refusing(
    batches.map(({ object }) => object),
    error,
  );
  await expect(sift(warehouse, { batches }, clock)).rejects.toBe(error);
  expect(await ledger()).toEqual([]);
});

const OVER_BUDGET = new EarshotError('environment', 'over_budget', 'The query would read more than it may.');

it('loads all but what alone would read more than a commit may', async () => {
  const { warehouse, ledger } = await refusing(['5.json'], OVER_BUDGET);
  const { report, culprits, tooDear, untried } = await sift(warehouse, { batches: numbered(9) }, clock);
  expect(report).toMatchObject({ objects: 8, sessions: 8 });
  expect([culprits, untried]).toEqual([[], []]);
  expect(tooDear).toMatchObject([{ object: '5.json' }]);
  expect(await ledger()).toHaveLength(8);
});

it('pays for no small commits where all of them would read more than one may', async () => {
  const batches = numbered(64);
  const { warehouse, commits, ledger } = await refusing(
    batches.map(({ object }) => object),
    OVER_BUDGET,
  );
  await expect(sift(warehouse, { batches }, clock)).rejects.toBe(OVER_BUDGET);
  // The whole, its halves, quarters and eighths, and what came with them.
  expect(commits).toHaveLength(1 + 1 + 2 + 4 + 8);
  expect(await ledger()).toEqual([]);
});

it('ends the search for what is too dear after some commits, and says what it left', async () => {
  const batches = numbered(256);
  const { warehouse, ledger } = await refusing(
    batches.filter((_, n) => n < 128 && n % 16 === 0).map(({ object }) => object),
    OVER_BUDGET,
  );
  const { report, tooDear, untried } = await sift(warehouse, { batches }, clock);
  expect(report.objects).toBeGreaterThan(0);
  expect(await ledger()).toHaveLength(report.objects);
  expect(report.objects + tooDear.length + untried.length).toBe(256);
  expect(untried.length).toBeGreaterThan(0);
});

it('says to every part of it by what it was staged', async () => {
  const { warehouse, commits } = await refusing(['1.json'], refusal('invalid'));
  const keeping = { tombstoneKey: 'k', tombstones: ['t'], retainFrom: null };
  await sift(warehouse, { batches: numbered(4), keeping }, clock);
  expect(commits.length).toBeGreaterThan(2);
  for (const commit of commits) expect(commit.keeping).toBe(keeping);
});

it('leaves the rest where more is refused than a search may find, though others pass', async () => {
  const batches = numbered(128);
  const { warehouse } = await refusing(
    batches.slice(0, 60).map(({ object }) => object),
    refusal('invalid'),
  );
  // The first batch passes, so that the dataset is not at fault.
  const mixed = [...batches.slice(60, 61), ...batches.slice(0, 60), ...batches.slice(61)];
  const { report, culprits, untried } = await sift(warehouse, { batches: mixed }, clock);
  expect(culprits).toHaveLength(21);
  expect(report.objects + culprits.length + untried.length).toBe(128);
});
