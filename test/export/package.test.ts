import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeOutput } from '../../src/export/output-file.ts';
import { type PackedFile, writePackage } from '../../src/export/package.ts';
import { tempDir } from '../support/temp-dir.ts';
import { unzipped } from './zip.ts';

const mtime = new Date('2025-06-01T00:00:00Z');
const whole: PackedFile = { name: 'a.txt', chunks: chunks('one, ', 'two: é') };

function chunks(...texts: readonly string[]): PackedFile['chunks'] {
  return async function* () {
    yield* texts;
  };
}

async function pack(files: readonly PackedFile[], signal = new AbortController().signal): Promise<string> {
  const path = join(tempDir(), 'a.twbx');
  await writeOutput({ path, force: false }, (part) => writePackage(part, files, { mtime, signal }));
  return path;
}

it('a package holds its files, whole and in order', async () => {
  const files = await unzipped(await pack([whole, { name: 'Data/b.csv', chunks: chunks() }]));
  expect([...files]).toEqual([
    ['a.txt', 'one, two: é'],
    ['Data/b.csv', ''],
  ]);
});

it('rows that break off leave no package, nor a part of one, and say why', async () => {
  const dir = tempDir();
  const breaking: PackedFile = {
    name: 'b.csv',
    async *chunks() {
      yield 'id\r\n';
      throw new Error('the owner went away');
    },
  };
  const signal = new AbortController().signal;
  const written = writeOutput({ path: join(dir, 'a.twbx'), force: false }, (part) =>
    writePackage(part, [whole, breaking], { mtime, signal }),
  );
  await expect(written).rejects.toThrow('the owner went away');
  expect(readdirSync(dir)).toEqual([]);
});

it('an interruption ends it at once', async () => {
  const dir = tempDir();
  const interrupt = new AbortController();
  const endless: PackedFile = {
    name: 'b.csv',
    async *chunks() {
      for (let row = 0; ; row++) {
        if (row === 3) interrupt.abort(new Error('interrupted'));
        await new Promise((resolve) => setImmediate(resolve));
        yield `${row}\r\n`;
      }
    },
  };
  const written = writeOutput({ path: join(dir, 'a.twbx'), force: false }, (part) =>
    writePackage(part, [endless], { mtime, signal: interrupt.signal }),
  );
  await expect(written).rejects.toThrow('interrupted');
  expect(readdirSync(dir)).toEqual([]);
});
