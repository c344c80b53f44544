/** Every setting of Earshot: one table that the command line, the environment, the file and the docs read. */
export interface Setting {
  readonly flag: string;
  /** Placeholder of the value in help, as in DIR. */
  readonly value: string;
  readonly env: string;
  readonly kind: 'text' | 'integer' | 'list';
  readonly default: string;
  readonly help: string;
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
    value: 'DIR',
    env: 'EARSHOT_BUCKET',
    kind: 'text',
    default: '',
    help: 'Bucket of session files; DATA/session_batch_files when absent.',
  },
  warehouse: {
    flag: '--warehouse',
    value: 'FILE',
    env: 'EARSHOT_WAREHOUSE',
    kind: 'text',
    default: '',
    help: 'DuckDB file of the warehouse; DATA/warehouse.duckdb when absent.',
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
    help: 'Time zone of timestamps without an offset in session files.',
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
    default: '268435456',
    help: 'Largest session file that is read; a larger one is quarantined.',
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
} as const satisfies Record<string, Setting>;
export type SettingName = keyof typeof SETTINGS;
