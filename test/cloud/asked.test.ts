import { expect, inject, it } from 'vitest';
import { systemClock } from '../../src/base/clock.ts';
import { silentLog } from '../../src/base/log.ts';
import { stageObject } from '../../src/cloud/stage-object.ts';
import { tick } from '../../src/cloud/tick.ts';
import { ASSUMED } from '../../src/deploy/gcp/volume.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { sessionRecord } from '../support/session.ts';
import { type Job, startProxy } from './proxy.ts';
import { openWorld } from './world.ts';

const FILES = 10;
const TABLES = /\b(?:FROM|JOIN|INTO|UPDATE|MERGE|USING)\s+`?(session_version|version_place|ledger|\w+)/g;

/** Statements of the jobs, each with the tables that it names and the one that it changes rows of. */
function statementsOf(jobs: readonly Job[]) {
  return jobs
    .flatMap(({ configuration }) => (configuration.query?.query ?? '').split(/;\n/))
    .filter((sql) => sql.trim() !== '' && !/^\s*(BEGIN|COMMIT)\b/.test(sql))
    .map((sql) => ({
      tables: [...new Set([...sql.matchAll(TABLES)].map(([, table = '']) => table))],
      changed: /^\s*(?:UPDATE|DELETE FROM|MERGE)\s+(\w+)/.exec(sql)?.[1],
      filled: /^\s*INSERT INTO (\w+)/.exec(sql)?.[1],
    }));
}

function countsOf(jobs: readonly Job[]) {
  const statements = statementsOf(jobs);
  const writes = (table: string) => statements.filter(({ changed }) => changed === table).length;
  const reads = (table: string) =>
    statements.filter(
      ({ tables, changed, filled }) => tables.includes(table) && changed !== table && filled !== table,
    ).length;
  const large = new Set(['session_version', 'version_place', 'ledger']);
  const small = statements.map(({ tables }) => tables.filter((table) => !large.has(table)).length);
  return {
    sessionWrites: writes('session_version'),
    sessionReads: reads('session_version'),
    placeReads: reads('version_place'),
    placeWrites: writes('version_place'),
    ledgerReads: reads('ledger'),
    ledgerWrites: writes('ledger'),
    smallTables: small.reduce((sum, count) => sum + count, 0),
  };
}

it('asks as much of Google for a file and for a commit as the plan reckons with', async () => {
  const { gcs, rawBigquery } = inject('emulators');
  const [buckets, bigquery] = [await startProxy(gcs), await startProxy(rawBigquery)];
  const world = await openWorld({ gcs: buckets.url, bigquery: bigquery.url });
  await world.warehouse.migrate();
  const { store, staging, config } = world;
  const loader = new Loader({
    store,
    warehouse: world.warehouse,
    config,
    clock: systemClock,
    log: silentLog,
  });
  await tick(loader, staging);
  const asked = (since: number, pattern: RegExp) =>
    buckets.seen.slice(since).filter((line) => pattern.test(line)).length;
  const [files, jobs] = [buckets.seen.length, bigquery.jobs.length];
  for (let n = 0; n < FILES; n++) {
    const record = sessionRecord({ session_id: `S${n}`, customer_id: 'C1' });
    const version = await store.put(`${n}.json`, JSON.stringify([record]));
    await stageObject(version, { store, staging, config, clock: systemClock });
  }
  expect(await tick(loader, staging)).toMatchObject({ objects: FILES });
  const writes = asked(files, /^(POST|PUT) .*\/o/);
  const reads = asked(files, /^GET .*\/o\/./);
  expect(Math.abs(writes / FILES - ASSUMED.writesPerFile)).toBeLessThan(1);
  expect(Math.abs(reads / FILES - ASSUMED.readsPerFile)).toBeLessThan(2);
  const counts = Object.entries(countsOf(bigquery.jobs.slice(jobs)));
  const reckoned: Readonly<Record<string, number>> = ASSUMED.commit;
  for (const [what, count] of counts)
    expect(Math.abs(count - (reckoned[what] ?? 0)), `${what}: ${count}`).toBeLessThanOrEqual(count / 6);
  await Promise.all([buckets.close(), bigquery.close()]);
});
