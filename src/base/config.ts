import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { EarshotError, messageOf } from './errors.ts';
import { feedZonesText, parseFeedZones } from './feed-zones.ts';
import { bigQueryPlaceOf, gsPlaceOf } from './places.ts';
import { SETTINGS, type Setting, type SettingName } from './settings.ts';

/** Everything that a run needs to know, complete and checked. Paths are absolute; places of Google Cloud are as they were given. */
export interface Config {
  readonly dataDir: string;
  /** A folder, or `gs://bucket/prefix`. */
  readonly bucket: string;
  /** A DuckDB file, or `bigquery:project.dataset`. */
  readonly warehouseFile: string;
  /** `gs://bucket/prefix` that a BigQuery warehouse is loaded through; null when none is named. */
  readonly stagingBucket: string | null;
  /** Most bytes that one query of BigQuery may read. */
  readonly maxBytesBilled: number;
  readonly simulationLogDir: string;
  readonly etlDir: string;
  /** Of this warehouse alone: who owns it may empty it. */
  readonly stagedDir: string;
  /** Files on their way to who asked for them; of this warehouse alone, too. */
  readonly exportedDir: string;
  readonly host: string;
  readonly port: number;
  /** Names beyond loopback under which browsers may ask, in lower case. */
  readonly allowedHosts: readonly string[];
  readonly trustedProxies: number;
  /** Requests a minute; 0: any number; null: as it is asked for tokens or not. */
  readonly rateLimit: number | null;
  /** For answers that are kept until the data changes; 0 keeps none. */
  readonly answerCacheMiB: number;
  /** Where tokens and the audit are kept. */
  readonly accessDir: string;
  /** What EARSHOT_TOKEN says, secrets that only the environment gives. */
  readonly tokens: string | null;
  /** A zone for all, and zones of prefixes, as `parseFeedZones` reads them. */
  readonly feedTimeZone: string;
  readonly timeZone: string;
  readonly workers: number;
  readonly maxObjectBytes: number;
  readonly maxUnpackedBytes: number;
  readonly maxUnpackRatio: number;
  readonly maxDepth: number;
  readonly maxTurns: number;
  readonly maxTextChars: number;
  readonly fallbackIntents: readonly string[];
  readonly agentRequestIntents: readonly string[];
  readonly withheldCustomerIds: readonly string[];
  /** Time between two sweeps of an owner, in minutes; 0: none but the first. */
  readonly everyMinutes: number;
  /** Key of the customers' pseudonyms, a secret that only the environment gives; null: ids are stored as they come. */
  readonly customerKey: string | null;
  readonly redact: readonly RedactedKind[];
}

/** By the way from one to the other, so that it stays the same when both are moved. */
function ownDirOf(name: string, etlDir: string, warehouseFile: string): string {
  const way = relative(etlDir, warehouseFile);
  return join(etlDir, name, createHash('sha256').update(way).digest('hex').slice(0, 16));
}

type RedactedKind = (typeof SETTINGS)['redact']['words'][number];

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
  const etlDir = join(dataDir, 'session_etls');
  const bucket = readPlace('bucket', pick('bucket', sources), join(dataDir, 'session_batch_files'));
  const warehouseFile = readPlace('warehouse', pick('warehouse', sources), join(dataDir, 'warehouse.duckdb'));
  return {
    dataDir,
    bucket,
    warehouseFile,
    stagingBucket: readStaging(pick('staging', sources), bucket),
    maxBytesBilled: integer('maxBytesBilled', 10 * 1024 * 1024, Number.MAX_SAFE_INTEGER),
    simulationLogDir: join(dataDir, 'session_creation_logs'),
    etlDir,
    stagedDir: ownDirOf('staged', etlDir, warehouseFile),
    exportedDir: ownDirOf('exported', etlDir, warehouseFile),
    host: text('host'),
    port: integer('port', 0, 65535),
    allowedHosts: list('allowedHosts').map((name) => readHostName(name, pick('allowedHosts', sources))),
    trustedProxies: integer('trustedProxies', 0, 10),
    rateLimit: text('rateLimit') === '' ? null : integer('rateLimit', 0, 10_000_000),
    answerCacheMiB: integer('answerCache', 0, 4096),
    accessDir: join(dataDir, 'access'),
    tokens: env.EARSHOT_TOKEN || null,
    feedTimeZone: readFeedZones(pick('feedTimeZone', sources)),
    timeZone: readTimeZone('timeZone', pick('timeZone', sources)),
    workers: text('workers') === '' ? availableParallelism() : integer('workers', 0, 64),
    maxObjectBytes: integer('maxObjectBytes', 1, Number.MAX_SAFE_INTEGER),
    maxUnpackedBytes: integer('maxUnpackedBytes', 1, Number.MAX_SAFE_INTEGER),
    maxUnpackRatio: integer('maxUnpackRatio', 1, 1_000_000),
    // A session with its turns and nothing else is three levels deep; above some thousands the stack would end.
    maxDepth: integer('maxDepth', 3, 1000),
    maxTurns: integer('maxTurns', 1, 1_000_000),
    maxTextChars: integer('maxTextChars', 1, 10_000_000),
    fallbackIntents: list('fallbackIntents'),
    agentRequestIntents: list('agentRequestIntents'),
    withheldCustomerIds: list('withheldCustomerIds'),
    everyMinutes: readMinutes('every', pick('every', sources)),
    customerKey: readCustomerKey(env.EARSHOT_CUSTOMER_KEY || null),
    redact: readKinds(pick('redact', sources)),
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
    // Most runs have no such file, and need no parser for it.
    const { parse }: typeof import('yaml') = createRequire(import.meta.url)('yaml');
    values = parse(readFileSync(path, 'utf8')) ?? {};
  } catch (cause) {
    throw new EarshotError(
      'usage',
      'bad_settings_file',
      `${path} is not readable as YAML: ${firstLine(messageOf(cause))}`,
      { cause },
    );
  }
  const complaint = complaintOf(values);
  if (complaint === undefined) return values as RawSettings;
  throw new EarshotError('usage', 'bad_settings_file', `${path} ${complaint}.`, {
    hint: `Known settings: ${IN_FILE.join(', ')}.`,
  });
}

/** The file lies in the data folder: it can't say where that is. */
const IN_FILE = Object.keys(SETTINGS).filter((name) => name !== 'data');

function complaintOf(values: unknown): string | undefined {
  if (typeof values !== 'object' || values === null || Array.isArray(values))
    return 'is not a map of settings';
  for (const [name, value] of Object.entries(values)) {
    if (name === 'data')
      return 'has the setting "data", which has no effect there: use --data or EARSHOT_DATA';
    if (!IN_FILE.includes(name)) return `has an unknown setting "${name}"`;
    if (![value].flat().every(isScalar))
      return `has a value for "${name}" that is neither plain nor a flat list`;
  }
  return undefined;
}

function isScalar(value: unknown): boolean {
  return value === null || typeof value !== 'object';
}

/** The YAML parser draws the place below its message. */
function firstLine(text: string): string {
  return text.split('\n', 1)[0]?.replace(/:$/, '') ?? '';
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

/** A name alone, or with a port; what is pasted with https:// before it would never match. */
function readHostName(name: string, picked: Picked): string {
  if (/^[a-z\d]([a-z\d.-]*[a-z\d])?(:\d{1,5})?$/i.test(name)) return name.toLowerCase();
  throw badSetting('allowedHosts', picked, 'it must be host names, as in calls.example.org');
}

/** What looks like a place of some service would quietly become a local path of that name. */
const ELSEWHERE = /^([a-z][a-z\d+.-]*:\/\/|(bigquery|bq|gs|gcs|s3|duckdb|file|https?):)/i;

const PLACES = {
  bucket: { isPlace: (text: string) => gsPlaceOf(text) !== null, want: 'a folder, or gs://BUCKET/PREFIX' },
  warehouse: {
    isPlace: (text: string) => bigQueryPlaceOf(text) !== null,
    want: 'a DuckDB file, or bigquery:PROJECT.DATASET',
  },
} as const;

function readPlace(name: keyof typeof PLACES, picked: Picked, byDefault: string): string {
  const { isPlace, want } = PLACES[name];
  if (isPlace(picked.text)) return picked.text;
  if (ELSEWHERE.test(picked.text)) throw badSetting(name, picked, `it must be ${want}`);
  return resolve(picked.text || byDefault);
}

/** In the bucket of the session files, what is staged would be taken for session files. */
function readStaging(picked: Picked, bucket: string): string | null {
  if (picked.text === '') return null;
  const place = gsPlaceOf(picked.text);
  if (place === null) throw badSetting('staging', picked, 'it must be gs://BUCKET/PREFIX');
  if (place.bucket === gsPlaceOf(bucket)?.bucket)
    throw badSetting('staging', picked, 'it must be another bucket than that of the session files');
  return picked.text;
}

/** Ids are few and easy to list: under a short key each pseudonym could be tried back to its caller. */
const MIN_KEY_CHARS = 16;

function readCustomerKey(key: string | null): string | null {
  if (key === null || key.length >= MIN_KEY_CHARS) return key;
  throw new EarshotError(
    'usage',
    'weak_customer_key',
    `EARSHOT_CUSTOMER_KEY is too short: it must have at least ${MIN_KEY_CHARS} characters.`,
    {
      hint: 'Nothing was read or written. `openssl rand -hex 32` makes a good one; keep it: another one means a rebuild.',
    },
  );
}

/** `false` is what --no-redact and `redact: false` say. */
const NO_KINDS = ['none', 'false'];

function readKinds(picked: Picked): readonly RedactedKind[] {
  const { words } = SETTINGS.redact;
  const named = picked.text.split(',').map((item) => item.trim());
  if (named.length === 1 && NO_KINDS.includes(picked.text)) return [];
  if (picked.text === 'all') return words;
  const stranger = named.find((name) => !words.some((word) => word === name));
  if (stranger === undefined) return words.filter((word) => named.includes(word));
  throw badSetting('redact', picked, `it must be \`all\`, \`none\` or some of ${words.join(', ')}`);
}

function readTimeZone(name: SettingName, picked: Picked): string {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: picked.text }).resolvedOptions().timeZone;
  } catch {
    throw badSetting(name, picked, 'it must be an IANA time zone, as in Europe/Zurich');
  }
}

function readFeedZones(picked: Picked): string {
  const zones = parseFeedZones(picked.text, (zone) =>
    readTimeZone('feedTimeZone', { ...picked, text: zone }),
  );
  return feedZonesText(zones);
}

const MINUTES = { m: 1, h: 60, d: 1440 } as const;
const LONGEST_MINUTES = 7 * 1440;

/** `30m`, `4h`, `1d`; 0 is never. */
function readMinutes(name: SettingName, picked: Picked): number {
  if (picked.text === '0') return 0;
  const [, count, unit] = /^(\d{1,5})([mhd])$/.exec(picked.text) ?? [];
  const minutes = Number(count) * MINUTES[(unit ?? 'm') as keyof typeof MINUTES];
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > LONGEST_MINUTES)
    throw badSetting(name, picked, 'it must be a time from 1m to 7d, as in 30m, 4h or 1d, or 0 for never');
  return minutes;
}
