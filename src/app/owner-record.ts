import { networkInterfaces } from 'node:os';
import type { OwnerSettings } from './owner-settings.ts';

/** What the owner of a warehouse writes beside it. */
export interface OwnerRecord {
  readonly pid: number;
  /** Where it serves, as in http://127.0.0.1:4600; null while it serves nobody. */
  readonly address: string | null;
  readonly token: string;
  /** For people: the command that it runs. */
  readonly command: string;
  readonly startedAt: string;
  /** What it loads with; absent when it did not say. */
  readonly settings?: OwnerSettings;
}

const ADDRESS = /^http:\/\/(?:([\d.]+|localhost)|\[([\da-f:.]+)\]):\d{1,5}$/;

/** The token is sent to the address: no record may point it anywhere but to this machine. */
function isOfThisMachine(address: string): boolean {
  const [, name, bracketed] = ADDRESS.exec(address) ?? [];
  const host = name ?? bracketed;
  if (host === undefined) return false;
  if (['127.0.0.1', 'localhost', '::1'].includes(host)) return true;
  return Object.values(networkInterfaces()).some((own) => own?.some((each) => each.address === host));
}

/** Undefined for anything that no owner has written. */
export function parseOwnerRecord(text: string): OwnerRecord | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, address, token, command, startedAt, settings } = value as Partial<
    Record<keyof OwnerRecord, unknown>
  >;
  // A pid of 0 or less would signal whole groups of processes.
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1) return undefined;
  if (address !== null && (typeof address !== 'string' || !isOfThisMachine(address))) return undefined;
  if (typeof token !== 'string' || token === '' || /[^\x21-\x7e]/.test(token)) return undefined;
  if (typeof command !== 'string' || typeof startedAt !== 'string') return undefined;
  if (Number.isNaN(Date.parse(startedAt))) return undefined;
  const shown = command.replace(/[^\x20-\x7e]/g, '?').slice(0, 200);
  return { pid, address, token, command: shown, startedAt, ...(isSettings(settings) ? { settings } : {}) };
}

function isSettings(value: unknown): value is OwnerSettings {
  if (typeof value !== 'object' || value === null) return false;
  return Object.values(value).every((text) => typeof text === 'string');
}
