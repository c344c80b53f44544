import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { listAll, type ObjectVersion, type Store } from '../../src/store/store.ts';

/** A fresh bucket, and how to do away with it. */
export interface StoreHarness {
  readonly store: Store;
  /** A store over a bucket that does not exist. */
  readonly missing: Store;
  dispose(): Promise<void>;
}

const HOSTILE_NAMES = [
  '',
  '/etc/passwd',
  '../outside.json',
  'a/../../outside.json',
  'a/./b.json',
  'a//b.json',
  'a/',
  'nul\0byte.json',
  'back\\slash.json',
  '..\\outside.json',
  'line\nbreak.json',
  '\ud800.json',
  '.hidden.json',
  'a/.hidden/b.json',
  'half.json.tmp',
  'x'.repeat(1025),
];

/** What every adapter of the store port keeps to. */
export function describeStore(name: string, open: () => Promise<StoreHarness>): void {
  describe(`store: ${name}`, () => {
    let harness: StoreHarness;
    let store: Store;
    beforeEach(async () => {
      harness = await open();
      store = harness.store;
    });
    afterEach(() => harness.dispose());

    describe('objects', () => objectCases(() => store));
    describe('lists', () => listCases(() => harness));
  });
}

function objectCases(store: () => Store): void {
  it('gives back the bytes that were put', async () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
    const version = await store().put('2025/01/31/calls-0001.json', bytes);
    expect(version.sizeBytes).toBe(256);
    expect(version.generation).toMatch(/^\d+$/);
    expect(new Uint8Array(await store().read(version))).toEqual(bytes);
    expect(await all(store())).toEqual([version]);
  });

  it('takes text as UTF-8 and an empty object', async () => {
    const text = await store().put('text.json', 'für «später»');
    const empty = await store().put('empty.json', '');
    expect(new TextDecoder().decode(await store().read(text))).toBe('für «später»');
    expect(empty.sizeBytes).toBe(0);
    expect(await store().read(empty)).toHaveLength(0);
  });

  it('gives every put a generation of its own, and the older one is gone', async () => {
    let older = await store().put('calls.json', 'same bytes');
    for (let round = 0; round < 20; round++) {
      const newer = await store().put('calls.json', 'same bytes');
      expect(newer.generation).not.toBe(older.generation);
      await expect(store().read(older)).rejects.toMatchObject({ code: 'generation_gone' });
      older = newer;
    }
    expect(await all(store())).toEqual([older]);
  });

  it('creates an object only where there is none', async () => {
    const first = await store().create('once.json', 'first');
    expect(first).toMatchObject({ object: 'once.json', sizeBytes: 5 });
    expect(await store().create('once.json', 'second')).toBeUndefined();
    expect(await all(store())).toEqual([first]);
    const raced = await Promise.all(['a', 'b', 'c', 'd'].map((text) => store().create('raced.json', text)));
    expect(raced.filter((version) => version !== undefined)).toHaveLength(1);
  });

  it('finds the newest generation, or none', async () => {
    expect(await store().find('calls.json')).toBeUndefined();
    await store().put('calls.json', 'older');
    const newer = await store().put('calls.json', 'newer');
    expect(await store().find('calls.json')).toEqual(newer);
  });

  it('streams an object of any size, piece by piece, whoever keeps the pieces', async () => {
    for (const length of [0, 1, 1024 * 1024, 3 * 1024 * 1024 + 7]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 31) % 251);
      const version = await store().put('large.json', bytes);
      const pieces: Uint8Array[] = [];
      for await (const piece of store().stream(version)) pieces.push(piece);
      expect(Buffer.concat(pieces).equals(bytes), `${length}`).toBe(true);
    }
  });

  it('ends a stream with an error when its generation is gone, before it or under way', async () => {
    const older = await store().put('large.json', new Uint8Array(5 * 1024 * 1024));
    const read = async (version: ObjectVersion, atFirst: () => Promise<unknown>) => {
      let pieces = 0;
      for await (const _ of store().stream(version)) if (pieces++ === 0) await atFirst();
    };
    const newer = await store().put('large.json', new Uint8Array(5 * 1024 * 1024));
    const gone = { code: 'generation_gone' };
    await expect(read(older, async () => {})).rejects.toMatchObject(gone);
    await expect(read(newer, () => store().remove('large.json'))).resolves.toBeUndefined();
    await expect(read(newer, async () => {})).rejects.toMatchObject(gone);
  });

  it('says of a deleted object that its generation is gone, and deletes twice without complaint', async () => {
    const version = await store().put('a/calls.json', '[]');
    await store().remove('a/calls.json');
    await store().remove('a/calls.json');
    await expect(store().read(version)).rejects.toMatchObject({ code: 'generation_gone' });
    expect(await all(store())).toEqual([]);
  });

  it.each(HOSTILE_NAMES)('refuses the name %j everywhere', async (object) => {
    const refusal = { code: 'bad_object_name' };
    await expect(store().put(object, '[]')).rejects.toMatchObject(refusal);
    await expect(store().read({ object, generation: '1', sizeBytes: 2 })).rejects.toMatchObject(refusal);
    const stream = store().stream({ object, generation: '1', sizeBytes: 2 });
    await expect(stream[Symbol.asyncIterator]().next()).rejects.toMatchObject(refusal);
    await expect(store().remove(object)).rejects.toMatchObject(refusal);
  });
}

function listCases(harness: () => StoreHarness): void {
  it('says that the bucket does not exist', async () => {
    await expect(harness().missing.list()).rejects.toMatchObject({ code: 'bucket_missing' });
  });

  it('orders names by their UTF-8 bytes, across folders and planes', async () => {
    const { store } = harness();
    // '-' < '.' < '/', and U+FF5E < U+1F600 in UTF-8 although UTF-16 has it the other way round.
    const names = ['a-b.json', 'a.json', 'a/b.json', 'a/c/d.json', 'a0.json', 'B.json', '～.json', '😀.json'];
    for (const name of names) await store.put(name, '[]');
    const expected = names.map((name) => Buffer.from(name)).sort(Buffer.compare);
    expect((await all(store)).map(({ object }) => object)).toEqual(expected.map(String));
  });

  it('lists by any prefix of the name, not only by folder', async () => {
    const { store } = harness();
    for (const name of [
      '2025/01/a.json',
      '2025/01/b.json',
      '2025/010.json',
      '2025/02/a.json',
      '2024/01/a.json',
    ]) {
      await store.put(name, '[]');
    }
    const under = async (prefix: string) => (await all(store, prefix)).map(({ object }) => object);
    expect(await under('2025/01')).toEqual(['2025/01/a.json', '2025/01/b.json', '2025/010.json']);
    expect(await under('2025/01/b')).toEqual(['2025/01/b.json']);
    expect(await under('../')).toEqual([]);
  });

  it('pages through everything exactly once, whatever the page size, and pages can be asked again', async () => {
    const { store } = harness();
    const segment = fc.constantFrom('a', 'b', 'a-', 'a0', 'é', '😀');
    const name = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => `${parts.join('/')}.json`);
    const [names = []] = fc.sample(fc.uniqueArray(name, { minLength: 40, maxLength: 60 }), {
      numRuns: 1,
      seed: 7,
    });
    for (const object of names) await store.put(object, object);
    const whole = await all(store);
    expect(whole.map(({ object }) => object).sort()).toEqual([...names].sort());
    for (const pageSize of [1, 3, names.length, 1000]) expect(await paged(store, pageSize)).toEqual(whole);
    const first = await store.list({ pageSize: 5 });
    const token = first.nextPageToken ?? '';
    const second = await store.list({ pageSize: 5, pageToken: token });
    expect(await store.list({ pageSize: 5, pageToken: token })).toEqual(second);
  });

  it('goes on after a page when objects were deleted meanwhile', async () => {
    const { store } = harness();
    for (const name of ['a.json', 'b.json', 'c.json']) await store.put(name, '[]');
    const { nextPageToken = '' } = await store.list({ pageSize: 1 });
    await store.remove('a.json');
    await store.remove('b.json');
    const rest = await store.list({ pageToken: nextPageToken });
    expect(rest.objects.map(({ object }) => object)).toEqual(['c.json']);
  });
}

async function all(store: Store, prefix = ''): Promise<ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  for await (const version of listAll(store, prefix)) found.push(version);
  return found;
}

async function paged(store: Store, pageSize: number): Promise<ObjectVersion[]> {
  const found: ObjectVersion[] = [];
  let pageToken = '';
  do {
    const page = await store.list({ pageSize, pageToken });
    expect(page.objects.length).toBeLessThanOrEqual(pageSize);
    found.push(...page.objects);
    pageToken = page.nextPageToken ?? '';
  } while (pageToken !== '');
  return found;
}
