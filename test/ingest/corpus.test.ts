import { describe, expect, it } from 'vitest';
import type { Clock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import type { QuarantinedRecord, StagedVersion } from '../../src/contract/batch.ts';
import { Loader } from '../../src/ingest/loader.ts';
import { stage } from '../../src/ingest/stage.ts';
import { sweep } from '../../src/ingest/sweep.ts';
import { openLocalStore } from '../../src/store/local.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import { STAGE_OPTIONS } from '../support/stage-options.ts';
import { tempDir } from '../support/temp-dir.ts';
import { CORPUS } from './corpus.ts';

const parsed = <T>(lines: string): T[] =>
  lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);

async function staged(bytes: Uint8Array) {
  const { versions, quarantine, counts } = await stage(
    bytes,
    { object: 'o.json', generation: '1' },
    STAGE_OPTIONS,
  );
  return {
    counts,
    versions: parsed<StagedVersion>(versions),
    reasons: parsed<QuarantinedRecord>(quarantine).map(({ reason }) => reason),
  };
}

const fileOf = (name: string) => CORPUS.find((file) => file.name === name)?.bytes ?? new Uint8Array();

describe('a file of the corpus', () => {
  it.each(CORPUS.map((file) => [file.name, file] as const))('%s', async (_, { bytes, sessions, reasons }) => {
    const { counts, ...found } = await staged(bytes);
    expect({ sessions: counts.sessions, reasons: found.reasons }).toEqual({ sessions, reasons });
    expect(counts.records).toBe(counts.sessions + counts.repeated + counts.quarantined);
  });
});

describe('odd values', () => {
  const version = async (name: string) => (await staged(fileOf(name))).versions[0];

  it('of a key that repeats the last value counts', async () => {
    expect(await version('key that repeats')).toMatchObject({ session_id: 'A', changes: [] });
  });

  it('__proto__ is a key like another, and says nothing', async () => {
    expect(await version('__proto__')).toMatchObject({ session_id: 'A', changes: [] });
    expect(await version('constructor')).toMatchObject({ session_id: 'A', changes: [] });
    expect({}).not.toHaveProperty('polluted');
  });

  it.each(['1e400', 'past 2^53'])('%s is null, recorded, and mended from the times', async (name) => {
    const mended = await version(name);
    expect(mended?.call_duration_sec).toBe(120);
    expect(mended?.changes.map(({ rule }) => rule)).toEqual(['number_unreadable', 'duration_computed']);
  });

  it.each([
    ['lone surrogates', '\ufffd x \ufffd'],
    ['NUL', 'a\ufffdb'],
  ])('%s become U+FFFD, recorded', async (name, topic) => {
    expect(await version(name)).toMatchObject({
      topic_name: topic,
      changes: [{ rule: 'invalid_characters' }],
    });
  });

  it('a pair of surrogates is a character', async () => {
    expect(await version('emoji in escapes')).toMatchObject({ topic_name: '😀', changes: [] });
  });
});

describe('a bucket of broken files', () => {
  it('is loaded or quarantined file by file, and the ledger accounts for each', async () => {
    const clock: Clock = { now: () => new Date('2025-02-01T00:00:00Z') };
    const config = loadConfig({ data: tempDir(), workers: '0' }, {});
    const store = openLocalStore(config.bucket);
    for (const [index, { bytes }] of CORPUS.entries()) await store.put(`${index}.json`, bytes);
    const warehouse = await openDuckDbWarehouse(config.warehouseFile);
    await warehouse.migrate();
    const report = await sweep(new Loader({ store, warehouse, config, clock, log: silentLog }));
    expect(report).toMatchObject({ objectsSeen: CORPUS.length, objectsWaiting: [] });
    const states = await warehouse.query({
      sql: `SELECT object, state, sessions, quarantined FROM ledger`,
      params: [],
    });
    const expected = CORPUS.map(({ sessions, reasons }, index) => ({
      object: `${index}.json`,
      state: sessions === 0 && reasons.length > 0 ? 'quarantined' : 'loaded',
      sessions,
      quarantined: reasons.length,
    }));
    const byName = (a: { object?: unknown }, b: { object?: unknown }) =>
      String(a.object) < String(b.object) ? -1 : 1;
    expect(states.sort(byName)).toEqual(expected.sort(byName));
    await warehouse.close();
  });
});
