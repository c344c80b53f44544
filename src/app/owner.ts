import { randomBytes, randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { copyFile, link, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Clock } from '../base/clock.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { isAlive, ownTokens } from './liveness.ts';
import { type OwnerRecord, parseOwnerRecord } from './owner-record.ts';
import type { OwnerSettings } from './owner-settings.ts';

export interface OwnerEffects {
  readonly log: Log;
  readonly clock: Clock;
  /** For people who find the warehouse in use: what runs here. */
  readonly command: string;
  /** For commands that ask this process to load: what it loads with. */
  readonly settings?: OwnerSettings;
}

/** The right to open the warehouse, held until it is released. */
export interface Ownership {
  readonly token: string;
  /** Makes known where this process serves. */
  publish(address: string): Promise<void>;
  release(): Promise<void>;
}

/** For a warehouse that needs no owner. */
export function freeOwnership(): Ownership {
  const token = randomBytes(24).toString('base64url');
  return { token, publish: async () => {}, release: async () => {} };
}

export function ownerFileOf(warehouseFile: string): string {
  return `${warehouseFile}.owner`;
}

/** The living owner of the warehouse; undefined when there is none, or only a dead one's file. */
export async function findOwner(warehouseFile: string): Promise<OwnerRecord | undefined> {
  const text = await readText(ownerFileOf(warehouseFile));
  const record = text === undefined ? undefined : parseOwnerRecord(text);
  return record && (await isAlive(record)) ? record : undefined;
}

/**
 * Becomes the owner, or returns the living one that is. A dead one's file is taken over.
 * @throws EarshotError `warehouse_unwritable`, `warehouse_is_a_folder`
 */
export async function takeOwnership(
  warehouseFile: string,
  effects: OwnerEffects,
): Promise<Ownership | OwnerRecord> {
  await checkPlace(warehouseFile);
  const file = ownerFileOf(warehouseFile);
  const record: OwnerRecord = {
    pid: process.pid,
    address: null,
    token: randomBytes(24).toString('base64url'),
    command: effects.command,
    startedAt: effects.clock.now().toISOString(),
    ...(effects.settings ? { settings: effects.settings } : {}),
  };
  ownTokens.add(record.token);
  for (;;) {
    if (await create(file, record)) return ownership(file, record);
    const text = await readText(file);
    const other = text === undefined ? undefined : parseOwnerRecord(text);
    if (other && (await isAlive(other))) {
      ownTokens.delete(record.token);
      return other;
    }
    if (text !== undefined) await bury(file, text, other, effects.log);
  }
}

export function isOwnership(taken: Ownership | OwnerRecord): taken is Ownership {
  return 'release' in taken;
}

function ownership(file: string, record: OwnerRecord): Ownership {
  return {
    token: record.token,
    async publish(address) {
      const beside = await writeRecordBeside(file, { ...record, address });
      await rename(beside, file);
    },
    async release() {
      const text = (await readText(file)) ?? '';
      if (parseOwnerRecord(text)?.token === record.token) await rm(file, { force: true });
      ownTokens.delete(record.token);
    },
  };
}

async function checkPlace(warehouseFile: string): Promise<void> {
  const found = await stat(warehouseFile).catch(() => undefined);
  if (found?.isDirectory()) {
    throw new EarshotError(
      'environment',
      'warehouse_is_a_folder',
      `${warehouseFile} is a folder, not a warehouse.`,
      {
        hint: 'Name a file with --warehouse FILE.',
      },
    );
  }
}

/** The file appears whole and only where none is; false when one is there. */
async function create(file: string, record: OwnerRecord): Promise<boolean> {
  const beside = await writeRecordBeside(file, record);
  try {
    // Some file systems have no links; a copy is as exclusive, if not as whole.
    await link(beside, file).catch((error) => {
      if (systemCode(error) === 'EEXIST') throw error;
      return copyFile(beside, file, constants.COPYFILE_EXCL);
    });
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw unwritable(file, error);
  } finally {
    await rm(beside, { force: true });
  }
}

async function writeRecordBeside(file: string, record: OwnerRecord): Promise<string> {
  const beside = `${file}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(beside, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    return beside;
  } catch (error) {
    throw unwritable(file, error);
  }
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error) ?? '')) return undefined;
    throw unwritable(file, error);
  }
}

/** Moves a dead owner's file away. When another process was quicker, the file that it has written goes back. */
async function bury(file: string, text: string, dead: OwnerRecord | undefined, log: Log): Promise<void> {
  const away = `${file}.${randomUUID()}.tmp`;
  try {
    await rename(file, away);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return;
    throw unwritable(file, error);
  }
  if ((await readText(away)) !== text) await link(away, file).catch(() => undefined);
  else if (dead) log.info('took over from an owner that died', { pid: dead.pid, command: dead.command });
  else log.warn('took over from an owner file that no Earshot wrote', { file });
  await rm(away, { force: true });
}

function unwritable(file: string, cause: unknown): EarshotError {
  return new EarshotError(
    'environment',
    'warehouse_unwritable',
    `Cannot use the owner file ${file}: ${messageOf(cause)}.`,
    {
      hint: 'The warehouse needs a folder that this user can write to: mend its permissions, or choose another --warehouse FILE.',
      facts: { path: file, reason: systemCode(cause) ?? null },
      cause,
    },
  );
}
