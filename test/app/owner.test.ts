import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { findOwner, isOwnership, type Ownership, ownerFileOf, takeOwnership } from '../../src/app/owner.ts';
import type { OwnerRecord } from '../../src/app/owner-record.ts';
import { asOrdinaryUser } from '../store/ordinary-user.ts';
import { type Setup, setUp } from './setup.ts';

let setup: Setup;
let warehouse: string;
let file: string;
beforeEach(() => {
  setup = setUp();
  warehouse = setup.config.warehouseFile;
  file = ownerFileOf(warehouse);
});

const take = () => takeOwnership(warehouse, setup.effects);
const filesHere = () => readdirSync(dirname(file));

async function own(): Promise<Ownership> {
  const taken = await take();
  if (!isOwnership(taken)) throw new Error(`owned by ${taken.command}`);
  return taken;
}

function leave(record: Partial<OwnerRecord>): void {
  const full = {
    pid: process.ppid,
    address: null,
    token: 'theirs',
    command: 'earshot serve',
    startedAt: new Date().toISOString(),
  };
  writeFileSync(file, JSON.stringify({ ...full, ...record }));
}

it('is one, known to whoever asks, until it is released', async () => {
  const first = await own();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(await take()).toMatchObject({
    pid: process.pid,
    address: null,
    command: 'earshot test',
    token: first.token,
  });
  await first.publish('http://127.0.0.1:4600');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    address: 'http://127.0.0.1:4600',
    token: first.token,
  });
  await first.release();
  expect(await findOwner(warehouse)).toBeUndefined();
  expect(filesHere()).toEqual([]);
  await (await own()).release();
});

it('is one even when many take over from a dead one at once', async () => {
  leave({ pid: process.pid });
  const taken = await Promise.all(Array.from({ length: 12 }, take));
  const owners = taken.filter(isOwnership);
  expect(owners).toHaveLength(1);
  expect(new Set(taken.map(({ token }) => token)).size).toBe(1);
  await owners[0]?.release();
  expect(filesHere()).toEqual([]);
});

it('leaves the file of another owner alone when it is released late', async () => {
  const late = await own();
  leave({ token: 'somebody else' });
  await late.release();
  expect(readFileSync(file, 'utf8')).toContain('somebody else');
});

describe('a dead owner is taken over from', () => {
  const takenOver = async () => {
    expect(await findOwner(warehouse)).toBeUndefined();
    await (await own()).release();
    expect(setup.lines.join('')).toContain('took over from an owner that died');
    expect(filesHere()).toEqual([]);
  };

  it('whose process has ended', async () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    leave({ pid });
    await takenOver();
  });

  it('that had the pid of this process before it', async () => {
    leave({ pid: process.pid });
    await takenOver();
  });

  it.runIf(process.platform === 'linux')('whose pid was given to a younger process', async () => {
    leave({ startedAt: '2001-01-01T00:00:00.000Z' });
    await takenOver();
  });

  it('at whose address nothing listens, or another program', async () => {
    const other = createServer((_, answer) => answer.end('{"hello":"world"}'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
    leave({ address });
    await takenOver();
    await new Promise((resolve) => other.close(resolve));
    leave({ address });
    await takenOver();
  });
});

it('takes a living process for a living owner', async () => {
  leave({});
  expect(await take()).toMatchObject({ pid: process.ppid, command: 'earshot serve' });
});

it.each([
  '',
  'not json',
  'null',
  '[]',
  '{}',
  JSON.stringify({ pid: -1, address: null, token: 't', command: 'c', startedAt: '2025-01-01T00:00:00Z' }),
  JSON.stringify({ pid: 0, address: null, token: 't', command: 'c', startedAt: '2025-01-01T00:00:00Z' }),
  JSON.stringify({
    pid: 1,
    address: 'http://evil.example:80',
    token: 't',
    command: 'c',
    startedAt: '2025-01-01T00:00:00Z',
  }),
  JSON.stringify({
    pid: 1,
    address: 'http://127.0.0.1:80@evil.example',
    token: 't',
    command: 'c',
    startedAt: '2025-01-01T00:00:00Z',
  }),
  JSON.stringify({
    pid: 1,
    address: null,
    token: 'line\nbreak',
    command: 'c',
    startedAt: '2025-01-01T00:00:00Z',
  }),
  JSON.stringify({ pid: 1, address: null, token: 't', command: 'c', startedAt: 'yesterday' }),
])('takes over from a file that no owner wrote, with a warning: %s', async (text) => {
  writeFileSync(file, text);
  await (await own()).release();
  expect(setup.lines.join('')).toContain('warning: took over from an owner file that no Earshot wrote');
});

describe('a place where no warehouse can be', () => {
  it('a folder', async () => {
    mkdirSync(warehouse);
    await expect(take()).rejects.toMatchObject({
      code: 'warehouse_is_a_folder',
      hint: expect.stringContaining('--warehouse'),
    });
    expect(filesHere()).toEqual(['warehouse.duckdb']);
  });

  it('below a file', async () => {
    const below = join(file, 'warehouse.duckdb');
    writeFileSync(file, '');
    await expect(takeOwnership(below, setup.effects)).rejects.toMatchObject({ code: 'warehouse_unwritable' });
  });

  it('a folder that may not be written', async () => {
    const locked = join(dirname(file), 'locked');
    mkdirSync(locked, { mode: 0o555 });
    await asOrdinaryUser(dirname(file), async () => {
      await expect(takeOwnership(join(locked, 'w.duckdb'), setup.effects)).rejects.toMatchObject({
        code: 'warehouse_unwritable',
        message: expect.stringContaining(locked),
      });
    });
    expect(readdirSync(locked)).toEqual([]);
  });
});
