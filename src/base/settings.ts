/** Every setting of Earshot: one table that the command line, the environment, the file and the docs read. */
export interface Setting {
  readonly flag: string;
  /** Placeholder of the value in help, as in DIR. */
  readonly value: string;
  readonly env: string;
  readonly kind: 'text' | 'integer' | 'list';
  /** The words that a list may hold; any when absent. */
  readonly words?: readonly string[];
  readonly default: string;
  readonly help: string;
  /** What the flag's negation does, as in --no-redact. */
  readonly off?: string;
}

export const SETTINGS = {
  data: {
    flag: '--data',
    value: 'DIR',
    env: 'EARSHOT_DATA',
    kind: 'text',
    default: 'data',
    help: 'Folder of everything that Earshot keeps.',
  },
  bucket: {
    flag: '--bucket',
    value: 'PLACE',
    env: 'EARSHOT_BUCKET',
    kind: 'text',
    default: '',
    help: 'Bucket of session files, a folder or gs://BUCKET/PREFIX; DATA/session_batch_files when absent.',
  },
  warehouse: {
    flag: '--warehouse',
    value: 'PLACE',
    env: 'EARSHOT_WAREHOUSE',
    kind: 'text',
    default: '',
    help: 'The warehouse, a DuckDB file or bigquery:PROJECT.DATASET; DATA/warehouse.duckdb when absent.',
  },
  staging: {
    flag: '--staging',
    value: 'PLACE',
    env: 'EARSHOT_STAGING',
    kind: 'text',
    default: '',
    help: 'gs://BUCKET/PREFIX that BigQuery is loaded through; another bucket than that of the session files.',
  },
  maxBytesBilled: {
    flag: '--max-bytes-billed',
    value: 'N',
    env: 'EARSHOT_MAX_BYTES_BILLED',
    kind: 'integer',
    default: '107374182400',
    help: 'Most bytes that one query of BigQuery may be billed for; one that would read more is refused.',
  },
  host: {
    flag: '--host',
    value: 'ADDRESS',
    env: 'EARSHOT_HOST',
    kind: 'text',
    default: '127.0.0.1',
    help: 'Address to bind: loopback only.',
  },
  port: {
    flag: '--port',
    value: 'N',
    env: 'EARSHOT_PORT',
    kind: 'integer',
    default: '4600',
    help: 'Port of the dashboard and the API; 0 takes a free one.',
  },
  feedTimeZone: {
    flag: '--feed-tz',
    value: 'ZONE',
    env: 'EARSHOT_FEED_TZ',
    kind: 'text',
    default: 'UTC',
    help: 'Time zone of timestamps without an offset in session files; more for prefixes, as in UTC,us/=America/New_York.',
  },
  every: {
    flag: '--every',
    value: 'TIME',
    env: 'EARSHOT_EVERY',
    kind: 'text',
    default: '4h',
    help: 'Time between two sweeps of the bucket while serving or watching; 0 for none but the first.',
  },
  timeZone: {
    flag: '--tz',
    value: 'ZONE',
    env: 'EARSHOT_TZ',
    kind: 'text',
    default: 'UTC',
    help: 'Reporting time zone (IANA).',
  },
  workers: {
    flag: '--workers',
    value: 'N',
    env: 'EARSHOT_WORKERS',
    kind: 'integer',
    default: '',
    help: 'Threads that read or simulate session files; one per core when absent.',
  },
  maxObjectBytes: {
    flag: '--max-object-bytes',
    value: 'N',
    env: 'EARSHOT_MAX_OBJECT_BYTES',
    kind: 'integer',
    default: '1073741824',
    help: 'Largest session file that is read; a larger one is quarantined.',
  },
  maxUnpackedBytes: {
    flag: '--max-unpacked-bytes',
    value: 'N',
    env: 'EARSHOT_MAX_UNPACKED_BYTES',
    kind: 'integer',
    default: '4294967296',
    help: 'Most text that a gzip file may hold; one that holds more is quarantined.',
  },
  maxUnpackRatio: {
    flag: '--max-unpack-ratio',
    value: 'N',
    env: 'EARSHOT_MAX_UNPACK_RATIO',
    kind: 'integer',
    default: '200',
    help: 'Most times its own size that a gzip file may unpack to, from 1 MiB of text on; one that unpacks to more is quarantined.',
  },
  maxDepth: {
    flag: '--max-depth',
    value: 'N',
    env: 'EARSHOT_MAX_DEPTH',
    kind: 'integer',
    default: '64',
    help: 'Most levels of objects and arrays in a record; one that nests deeper is quarantined.',
  },
  maxTurns: {
    flag: '--max-turns',
    value: 'N',
    env: 'EARSHOT_MAX_TURNS',
    kind: 'integer',
    default: '10000',
    help: 'Most turns of a session; one with more is quarantined.',
  },
  maxTextChars: {
    flag: '--max-text-chars',
    value: 'N',
    env: 'EARSHOT_MAX_TEXT_CHARS',
    kind: 'integer',
    default: '1000000',
    help: 'Longest text of a session or a turn, in characters; a session with a longer one is quarantined.',
  },
  fallbackIntents: {
    flag: '--fallback-intents',
    value: 'NAMES',
    env: 'EARSHOT_FALLBACK_INTENTS',
    kind: 'list',
    default: '',
    help: 'More intents that mean "not understood", comma-separated.',
  },
  agentRequestIntents: {
    flag: '--agent-request-intents',
    value: 'NAMES',
    env: 'EARSHOT_AGENT_REQUEST_INTENTS',
    kind: 'list',
    default: '',
    help: 'More intents that ask for a person, comma-separated.',
  },
  withheldCustomerIds: {
    flag: '--withheld-customer-ids',
    value: 'IDS',
    env: 'EARSHOT_WITHHELD_CUSTOMER_IDS',
    kind: 'list',
    default: '',
    help: 'More ids that stand for a withheld number, comma-separated.',
  },
  redact: {
    flag: '--redact',
    value: 'KINDS',
    env: 'EARSHOT_REDACT',
    kind: 'list',
    words: [
      'card',
      'cvv',
      'pin',
      'bank',
      'iban',
      'national_id',
      'phone',
      'email',
      'address',
      'birthdate',
      'account',
    ],
    default: 'all',
    help: 'Kinds of secrets that are replaced before anything is stored, comma-separated.',
    off: 'Store what callers said as it came, secrets too; the ledger says so of every file.',
  },
} as const satisfies Record<string, Setting>;
export type SettingName = keyof typeof SETTINGS;
