import { mkdir, mkdtemp, readdir, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openLocalStore } from '../../src/store/local.ts';
import { asOrdinaryUser } from './ordinary-user.ts';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'earshot-local-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

async function namesIn(bucket: string, leftOut: string[] = []): Promise<string[]> {
  const page = await openLocalStore(bucket).list();
  leftOut.push(...page.leftOut.map(({ name }) => name));
  return page.objects.map(({ object }) => object);
}

it('takes the modification time in ns as the generation, of files that others wrote', async () => {
  await writeFile(join(dir, 'dropped.json'), '[]');
  const { mtimeNs } = await stat(join(dir, 'dropped.json'), { bigint: true });
  const page = await openLocalStore(dir).list();
  expect(page.objects).toEqual([{ object: 'dropped.json', generation: String(mtimeNs), sizeBytes: 2 }]);
});

it('creates the bucket with the first object and leaves nothing half-written beside it', async () => {
  const bucket = join(dir, 'new', 'bucket');
  await openLocalStore(bucket).put('2025/01/31/calls.json', '[]');
  expect(await readdir(join(bucket, '2025/01/31'))).toEqual(['calls.json']);
});

it('hides half-written and dot files', async () => {
  await mkdir(join(dir, '.git'));
  for (const name of ['.calls.json', '.git/config', 'calls.json.tmp', 'calls.json'])
    await writeFile(join(dir, name), '');
  expect(await namesIn(dir)).toEqual(['calls.json']);
});

it('keeps the older object when the new one cannot be written whole', async () => {
  await mkdir(join(dir, 'taken.json'));
  const store = openLocalStore(dir);
  await expect(store.put('taken.json', '[]')).rejects.toMatchObject({ kind: 'environment' });
  await expect(store.put(`${'x'.repeat(300)}.json`, '[]')).rejects.toMatchObject({
    code: 'bucket_name_too_long',
  });
  expect(await readdir(dir)).toEqual(['taken.json']);
});

it('follows no link: none is listed, and no name leads through one out of the bucket', async () => {
  const bucket = join(dir, 'bucket');
  await mkdir(join(dir, 'outside'));
  await mkdir(bucket);
  await writeFile(join(dir, 'outside', 'secret.json'), '{}');
  await symlink(join(dir, 'outside'), join(bucket, 'folder'));
  await symlink(join(dir, 'outside', 'secret.json'), join(bucket, 'file.json'));
  await symlink(bucket, join(bucket, 'loop'));
  const leftOut: string[] = [];
  expect(await namesIn(bucket, leftOut)).toEqual([]);
  expect(leftOut.sort()).toEqual(['file.json', 'folder', 'loop']);

  const store = openLocalStore(bucket);
  const through = { object: 'folder/secret.json', generation: '1', sizeBytes: 2 };
  await expect(store.read(through)).rejects.toMatchObject({ code: 'bad_object_name' });
  await expect(store.put('folder/deep/new.json', '[]')).rejects.toMatchObject({ code: 'bad_object_name' });
  await expect(store.remove('folder/secret.json')).rejects.toMatchObject({ code: 'bad_object_name' });
  await expect(store.read({ ...through, object: 'file.json' })).rejects.toMatchObject({
    code: 'generation_gone',
  });
  expect(await readdir(join(dir, 'outside'))).toEqual(['secret.json']);
});

it('skips a name that is no object name, says so, and lists the rest', async () => {
  await writeFile(join(dir, 'back\\slash.json'), '');
  await writeFile(Buffer.concat([Buffer.from(`${dir}/bad-`), Buffer.from([0xff, 0xfe])]), '');
  await writeFile(join(dir, 'good.json'), '');
  const leftOut: string[] = [];
  expect(await namesIn(dir, leftOut)).toEqual(['good.json']);
  expect(leftOut.sort()).toEqual(['back\\slash.json', 'bad-\uFFFD\uFFFD']);
});

it('tells a file that was touched since it was listed', async () => {
  const store = openLocalStore(dir);
  const version = await store.put('calls.json', '[]');
  await utimes(join(dir, 'calls.json'), 1_700_000_000, 1_700_000_000);
  await expect(store.read(version)).rejects.toMatchObject({
    code: 'generation_gone',
    facts: { object: 'calls.json', generation: version.generation },
  });
});

it('says of a bucket that is a file what to do', async () => {
  const bucket = join(dir, 'file');
  await writeFile(bucket, '');
  const trouble = {
    kind: 'environment',
    code: 'bucket_not_a_folder',
    hint: expect.stringContaining('--bucket'),
  };
  await expect(openLocalStore(bucket).list()).rejects.toMatchObject(trouble);
  await expect(openLocalStore(bucket).put('a.json', '[]')).rejects.toMatchObject(trouble);
});

it('names the folder that may not be read or written, and leaves it as it was', async () => {
  await mkdir(join(dir, 'locked'), { mode: 0o000 });
  const store = openLocalStore(join(dir, 'locked'));
  await asOrdinaryUser(dir, async () => {
    const denied = { code: 'bucket_denied', message: expect.stringContaining(join(dir, 'locked')) };
    await expect(store.list()).rejects.toMatchObject(denied);
    await expect(store.put('a.json', '[]')).rejects.toMatchObject(denied);
  });
  expect(await readdir(join(dir, 'locked')).catch(() => [])).toEqual([]);
});

it('lists a flat folder of many files, reading it once', async () => {
  const names = Array.from({ length: 3000 }, (_, index) => `calls-${String(index).padStart(4, '0')}.json`);
  await Promise.all(names.map((name) => writeFile(join(dir, name), '')));
  const store = openLocalStore(dir);
  const found: string[] = [];
  let pageToken = '';
  do {
    const page = await store.list({ pageToken, pageSize: 100 });
    found.push(...page.objects.map(({ object }) => object));
    pageToken = page.nextPageToken ?? '';
  } while (pageToken !== '');
  expect(found).toEqual(names);
});
