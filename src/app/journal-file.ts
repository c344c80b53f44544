import { randomUUID } from 'node:crypto';
import { appendFileSync, closeSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type Journal, type JournalEntry, journalOf } from '../author/journal.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import { isAlive, ownTokens } from './liveness.ts';
import { parseOwnerRecord } from './owner-record.ts';

/** A journal as a file of lines, which one process at a time has. */
export interface JournalFile extends Journal {
  close(): void;
}

/** @throws EarshotError `author_busy` when another process has it, `log_unwritable` */
export async function openJournalFile(path: string, startedAt: string): Promise<JournalFile> {
  const lock = `${path}.lock`;
  const token = randomUUID();
  await takeLock(lock, token, startedAt);
  try {
    const text = readOrNothing(path);
    const file = openSync(path, 'a');
    // A line that a kill broke off must not swallow the next one.
    if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
    return {
      ...journalOf(text.split('\n')),
      add: (entry: JournalEntry) => guarded(path, () => appendFileSync(file, `${JSON.stringify(entry)}\n`)),
      close: () => {
        closeSync(file);
        release(lock, token);
      },
    };
  } catch (error) {
    release(lock, token);
    throw unwritable(path, error);
  }
}

function release(lock: string, token: string): void {
  ownTokens.delete(token);
  rmSync(lock, { force: true });
}

function readOrNothing(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return '';
    throw error;
  }
}

async function takeLock(lock: string, token: string, startedAt: string): Promise<void> {
  const record = {
    pid: process.pid,
    address: null,
    token,
    command: 'earshot simulate',
    startedAt,
  };
  const write = () => writeFileSync(lock, JSON.stringify(record), { flag: 'wx', mode: 0o600 });
  try {
    write();
  } catch (error) {
    if (systemCode(error) !== 'EEXIST') throw unwritable(lock, error);
    const holder = parseOwnerRecord(readOrNothing(lock));
    if (holder && (await isAlive(holder))) throw busy(holder.pid);
    rmSync(lock, { force: true });
    guarded(lock, write);
  }
  ownTokens.add(token);
}

function guarded(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw unwritable(path, error);
  }
}

function busy(pid: number): EarshotError {
  return new EarshotError(
    'conflict',
    'author_busy',
    `A run with the same options is under way (process ${pid}).`,
    {
      hint: 'Wait for its end, or give other options.',
      facts: { pid },
    },
  );
}

function unwritable(path: string, cause: unknown): EarshotError {
  return new EarshotError(
    'environment',
    'log_unwritable',
    `The journal of the author can't be written: ${messageOf(cause)}.`,
    {
      hint: 'Give this user access to the folder, or choose another with --data DIR. The same command goes on. Files in the bucket are whole.',
      facts: { path, reason: systemCode(cause) ?? null },
      cause,
    },
  );
}
