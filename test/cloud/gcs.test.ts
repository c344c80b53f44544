import { gzipSync } from 'node:zlib';
import { Storage } from '@google-cloud/storage';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import type { GsPlace } from '../../src/base/places.ts';
import { openGcsStore } from '../../src/store/gcs.ts';
import { listAll, type Store } from '../../src/store/store.ts';
import { freshBucket } from './buckets.ts';
import { startProxy, type Trap, type TrapProxy } from './proxy.ts';

describe('a bucket of Google Cloud Storage', () => {
  let proxy: TrapProxy;
  let place: GsPlace;
  let store: Store;
  beforeEach(async () => {
    proxy = await startProxy(inject('emulators').gcs);
    place = await freshBucket('feed/');
    store = openGcsStore(place, { endpoint: proxy.url, maxRetries: 3, maxRetryDelaySec: 1 });
  });
  afterEach(() => proxy.close());

  it('gives back gzip as it is stored, whatever its Content-Encoding says', async () => {
    const packed = gzipSync('[{"session_id": "S1"}]');
    const file = new Storage({ apiEndpoint: proxy.url }).bucket(place.bucket).file('feed/a.json.gz');
    await file.save(packed, { resumable: false, metadata: { contentEncoding: 'gzip' } });
    const found = await store.find('a.json.gz');
    expect(found?.sizeBytes).toBe(packed.length);
    if (found) expect(Buffer.from(await store.read(found)).equals(packed)).toBe(true);
  });

  it('shows only what lies under its prefix and bears a name that we take', async () => {
    const bucket = new Storage({ apiEndpoint: proxy.url }).bucket(place.bucket);
    for (const name of ['a.json', 'feedback.json', 'feed/.hidden', 'feed/deep/b.json'])
      await bucket.file(name).save('[]', { resumable: false });
    const names: string[] = [];
    for await (const { object } of listAll(store)) names.push(object);
    expect(names).toEqual(['deep/b.json']);
  });

  const faults: Trap['fault'][] = [
    { kind: 'status', status: 429 },
    { kind: 'status', status: 503 },
    { kind: 'reset' },
    { kind: 'reset_after' },
  ];
  it.each(faults)('does what it was asked for through one failure of every request: %j', async (fault) => {
    const trap = (method: string, path: RegExp): Trap => ({ method, path, fault });
    proxy.traps = [
      trap('POST', /\/upload\//),
      trap('GET', /\/o\/feed%2Fa\.json/),
      trap('GET', /\/o\?/),
      trap('GET', /alt=media/),
      trap('DELETE', /./),
    ];
    const version = await store.put('a.json', 'the bytes');
    expect(Buffer.from(await store.read(version)).toString()).toBe('the bytes');
    expect((await store.list()).objects).toEqual([version]);
    await store.remove('a.json');
    expect(await store.find('a.json')).toBeUndefined();
    expect(proxy.struck).toHaveLength(5);
  });

  it('says who may not, and what is not there', async () => {
    proxy.traps = [{ path: /./, fault: { kind: 'status', status: 403 }, times: 9 }];
    await expect(store.list()).rejects.toMatchObject({
      code: 'bucket_denied',
      hint: expect.stringContaining('roles/storage.objectUser'),
    });
    proxy.traps = [];
    const missing = openGcsStore({ ...place, bucket: 'no-such-bucket' }, { endpoint: proxy.url });
    await expect(missing.put('a.json', '[]')).rejects.toMatchObject({ code: 'bucket_missing' });
  });

  it('says that there are no credentials', async () => {
    proxy.traps = [{ path: /./, fault: { kind: 'status', status: 401 }, times: 9 }];
    await expect(store.list()).rejects.toMatchObject({
      code: 'no_credentials',
      hint: expect.stringContaining('gcloud auth application-default login'),
    });
  });
});
