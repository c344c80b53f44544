import { existsSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { EarshotError, messageOf } from './errors.ts';
import { SETTINGS, type Setting, type SettingName } from './settings.ts';

/** Everything that a run needs to know, complete and checked. Paths are absolute. */
export interface Config {
  readonly dataDir: string;
  readonly bucket: string;
  readonly warehouseFile: string;
  readonly simulationLogDir: string;
  readonly etlDir: string;
  readonly host: string;
  readonly port: number;
  readonly feedTimeZone: string;
  readonly timeZone: string;
  readonly workers: number;
  readonly maxObjectBytes: number;
  readonly fallbackIntents: readonly string[];
  readonly agentRequestIntents: readonly string[];
  readonly withheldCustomerIds: readonly string[];
}

export type RawSettings = Partial<Record<SettingName, unknown>>;

/**
 * Unknown values in, a complete Config out. Flags beat the environment, which beats `DATA/earshot.yaml`.
 * @throws EarshotError `bad_setting` naming the setting and where it came from.
 */
export function loadConfig(flags: RawSettings, env: NodeJS.ProcessEnv = process.env): Config {
  const dataDir = resolve(pick('data', [fromFlags(flags), fromEnv(env)]).text);
  const sources = [fromFlags(flags), fromEnv(env), fromFile(join(dataDir, 'earshot.yaml'))];
  const text = (name: SettingName) => pick(name, sources).text;
  const integer = (name: SettingName, low: number, high: number) =>
    readInteger(name, pick(name, sources), low, high);
  const list = (name: SettingName) =>
    pick(name, sources)
      .text.split(',')
      .map((item) => item.trim())
      .filter(Boolean);
  return {
    dataDir,
    bucket: resolve(text('bucket') || join(dataDir, 'session_batch_files')),
    warehouseFile: resolve(text('warehouse') || join(dataDir, 'warehouse.duckdb')),
    simulationLogDir: join(dataDir, 'session_creation_logs'),
    etlDir: join(dataDir, 'session_etls'),
    host: text('host'),
    port: integer('port', 0, 65535),
    feedTimeZone: readTimeZone('feedTimeZone', pick('feedTimeZone', sources)),
    timeZone: readTimeZone('timeZone', pick('timeZone', sources)),
    workers: text('workers') === '' ? availableParallelism() : integer('workers', 0, 64),
    maxObjectBytes: integer('maxObjectBytes', 1, Number.MAX_SAFE_INTEGER),
    fallbackIntents: list('fallbackIntents'),
    agentRequestIntents: list('agentRequestIntents'),
    withheldCustomerIds: list('withheldCustomerIds'),
  };
}

interface Picked {
  readonly text: string;
  readonly origin: string;
}
type Source = (name: SettingName) => Picked | undefined;

function pick(name: SettingName, sources: readonly Source[]): Picked {
  for (const source of sources) {
    const picked = source(name);
    if (picked) return picked;
  }
  return { text: SETTINGS[name].default, origin: 'the default' };
}

function fromFlags(flags: RawSettings): Source {
  return (name) => textOf(flags[name], SETTINGS[name].flag);
}

function fromEnv(env: NodeJS.ProcessEnv): Source {
  return (name) => textOf(env[SETTINGS[name].env] || undefined, SETTINGS[name].env);
}

function fromFile(path: string): Source {
  if (!existsSync(path)) return () => undefined;
  const values = readSettingsFile(path);
  return (name) => textOf(values[name], `${name} in ${path}`);
}

function readSettingsFile(path: string): RawSettings {
  let values: unknown;
  try {
    values = parse(readFileSync(path, 'utf8')) ?? {};
  } catch (cause) {
    throw new EarshotError(
      'usage',
      'bad_settings_file',
      `${path} is not readable as YAML: ${messageOf(cause)}`,
      { cause },
    );
  }
  const known = Object.keys(SETTINGS);
  const unknown = Object.keys(values as object).find((name) => !known.includes(name));
  if (typeof values !== 'object' || Array.isArray(values) || unknown !== undefined) {
    const what = unknown === undefined ? 'is not a map of settings' : `has an unknown setting "${unknown}"`;
    throw new EarshotError('usage', 'bad_settings_file', `${path} ${what}.`, {
      hint: `Known settings: ${known.join(', ')}.`,
    });
  }
  return values as RawSettings;
}

function textOf(value: unknown, origin: string): Picked | undefined {
  if (value === undefined || value === null) return undefined;
  return { text: Array.isArray(value) ? value.join(',') : String(value), origin };
}

function badSetting(name: SettingName, picked: Picked, want: string): EarshotError {
  const setting: Setting = SETTINGS[name];
  return new EarshotError('usage', 'bad_setting', `${picked.origin} is "${picked.text}": ${want}.`, {
    hint: `${setting.flag} ${setting.value}: ${setting.help}`,
  });
}

function readInteger(name: SettingName, picked: Picked, low: number, high: number): number {
  const value = Number(picked.text);
  if (!/^\d+$/.test(picked.text) || value < low || value > high) {
    throw badSetting(name, picked, `it must be a whole number from ${low} to ${high}`);
  }
  return value;
}

function readTimeZone(name: SettingName, picked: Picked): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: picked.text }).resolvedOptions().timeZone;
  } catch {
    throw badSetting(name, picked, 'it must be an IANA time zone, as in Europe/Zurich');
  }
}
