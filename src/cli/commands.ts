import { ROLES } from '../access/role.ts';
import { DEFAULT_VOLUME } from '../deploy/gcp/volume.ts';
import { DEFAULT_RATE, DEFAULT_SIMULATION } from '../simulate/options.ts';
import { DEFAULT_SCENARIO } from '../simulate/scenario/shipped.ts';
import { AUTHOR_OPTIONS } from './author-flags.ts';
import { BASES, COMPARISONS } from './question-text.ts';
import { SCHEMA_FORMATS } from './schema-formats.ts';
import type { CommandSpec, OptionSpec } from './spec.ts';

const JSON_OPTION: OptionSpec = { flags: '--json', help: 'JSON lines on a terminal too' };

const SIMULATION_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--sessions <N>',
    help: 'calls to simulate',
    kind: 'integer',
    default: String(DEFAULT_SIMULATION.sessions),
  },
  { flags: '--from <DATE>', help: 'first day, UTC', default: DEFAULT_SIMULATION.from },
  { flags: '--to <DATE>', help: 'the day after the last, UTC', default: DEFAULT_SIMULATION.to },
  {
    flags: '--seed <S>',
    help: 'the same seed gives the same files',
    kind: 'integer',
    default: String(DEFAULT_SIMULATION.seed),
  },
  {
    flags: '--scenario <FILE>',
    help: 'a scenario of your own (YAML or JSON), or the name of one that comes along',
    default: DEFAULT_SCENARIO,
  },
];

const BESIDES: readonly OptionSpec[] = [
  {
    flags: '--dirty <SHARE>',
    help: 'break that share of records and of files (0.02 or 2%), with a manifest of every break',
  },
  { flags: '--truth', help: 'also write what truly happened in each call' },
  {
    flags: '--live',
    help: 'calls arrive as time goes by, until Ctrl-C or --sessions; without --from, --to and --dirty',
  },
  { flags: '--rate <N>', help: 'calls per minute of --live', default: String(DEFAULT_RATE) },
];

const QUERY_OPTIONS: readonly OptionSpec[] = [
  { flags: '--by <DIMENSIONS>', help: 'one row per group, comma-separated, at most three', kind: 'list' },
  { flags: '--where <CONDITION>', help: 'only these sessions; may be given again', kind: 'list' },
  { flags: '--from <TIME>', help: 'sessions started from then on, in the time zone of --tz' },
  { flags: '--to <TIME>', help: 'and before then' },
  { flags: '--base <BASE>', help: 'all sessions, or those in which the caller took part', choices: BASES },
  { flags: '--compare <WITH>', help: 'adds the period before and the change', choices: COMPARISONS },
  { flags: '--durable-days <N>', help: 'window of durable_resolution_rate in days', kind: 'integer' },
  { flags: '--durable-any-topic', help: 'a later call on any topic counts against it' },
  JSON_OPTION,
];

/** The one table behind the parser, `--help` and docs/cli.md. */
export const COMMANDS: readonly CommandSpec[] = [
  {
    name: 'demo',
    summary: 'simulate a year of calls if the bucket is empty, load it, serve the dashboard',
    detail: ['Keeps running until Ctrl-C. Started again, it loads what is new and serves.'],
    options: SIMULATION_OPTIONS,
    settings: ['data', 'bucket', 'warehouse', 'port'],
    examples: ['earshot demo', 'earshot demo --sessions 5000 --data /tmp/small'],
    load: () => import('./demo.ts'),
  },
  {
    name: 'simulate',
    summary: 'write session files of simulated calls into the bucket',
    detail: [
      'The same options give the same files; others give other files, beside those that are there. What truly happened and the manifest of breaks lie beside the log of the run, never in the bucket. docs/scenarios.md tells what a scenario holds.',
      'With --author llm a language model words the calls: the key and the address of its server come from OPENAI_API_KEY and OPENAI_BASE_URL. docs/llm-author.md tells all about it.',
    ],
    options: [...SIMULATION_OPTIONS, ...BESIDES, ...AUTHOR_OPTIONS, JSON_OPTION],
    settings: ['data', 'bucket', 'workers'],
    examples: [
      'earshot simulate --sessions 1000 --from 2025-01-01 --to 2025-02-01 --seed 7',
      'earshot simulate --sessions 5000 --scenario my-line.yaml --dirty 2% --truth',
      'earshot simulate --live --rate 60',
      'earshot simulate --author llm --model gpt-4.1-mini --sessions 200 --max-tokens 500000',
    ],
    load: () => import('./simulate.ts'),
  },
  {
    name: 'ingest',
    summary: 'load the session files that are new or have changed',
    detail: [
      'Running it again changes nothing. A record that cannot be repaired goes to quarantine with its file, position and reason; that is reported and is no error.',
    ],
    options: [
      {
        flags: '--from <DAY>',
        help: 'only objects with that day or a later one in their name, as YYYY/MM/DD/',
      },
      { flags: '--to <DAY>', help: 'and before that day' },
      { flags: '--prefix <TEXT>', help: 'only objects whose name begins so' },
      {
        flags: '--rebuild',
        help: 'make the warehouse anew from the bucket; where it differs, say how and leave it',
      },
      { flags: '--accept', help: 'with --rebuild: take it even where it differs' },
      {
        flags: '--drop-gone',
        help: 'with --rebuild: leave rows of objects behind that the bucket no longer holds',
      },
      {
        flags: '--keeping-from <DATASET>',
        help: 'first take over from bigquery:PROJECT.DATASET who was erased, the cut-off and the notes: for a new dataset that is to replace it',
      },
      JSON_OPTION,
    ],
    settings: [
      'data',
      'bucket',
      'warehouse',
      'staging',
      'feedTimeZone',
      'workers',
      'maxObjectBytes',
      'redact',
    ],
    examples: [
      'earshot ingest',
      'earshot ingest --bucket /srv/ivr-logs --feed-tz America/New_York',
      'earshot ingest --from 2025-03-01 --to 2025-04-01',
      'earshot ingest --rebuild',
    ],
    load: () => import('./ingest.ts'),
  },
  {
    name: 'serve',
    summary: 'serve the dashboard and the API',
    detail: [
      'Loads files as they land, too, and sweeps the bucket on start and every --every. Owns the warehouse while it runs: every other command asks it. Ends with Ctrl-C.',
    ],
    options: [{ flags: '--no-watch', help: 'load nothing unless `earshot ingest` asks for it' }],
    settings: [
      'data',
      'bucket',
      'warehouse',
      'maxBytesBilled',
      'host',
      'port',
      'allowedHosts',
      'trustedProxies',
      'rateLimit',
      'answerCache',
      'timeZone',
      'every',
    ],
    examples: ['earshot serve --port 8080', 'earshot serve --host 0.0.0.0 --allowed-hosts calls.example.org'],
    load: () => import('./serve.ts'),
  },
  {
    name: 'watch',
    summary: 'load session files as they land, without serving pages',
    detail: [
      'Sweeps the bucket on start and every --every. Owns the warehouse while it runs. Ends with Ctrl-C.',
    ],
    options: [],
    settings: ['data', 'bucket', 'warehouse', 'staging', 'feedTimeZone', 'workers', 'every'],
    examples: ['earshot watch --every 30m'],
    load: () => import('./watch.ts'),
  },
  {
    name: 'query',
    summary: 'ask for metrics, by dimensions, of any sessions',
    detail: [
      'A condition is FIELD=A,B (one of), FIELD!=A,B (none of) or, for a numeric field, FIELD=30..600, FIELD=30.. or FIELD=..600 (ends included). (none) is a missing value. A comma in a value: "Plan, Change" or Plan\\, Change.',
      'docs/metrics.md lists metrics and dimensions. The answer is a table on a terminal, and one JSON line per group in a pipe.',
    ],
    argument: { name: 'metrics', help: 'names of metrics, comma-separated' },
    options: QUERY_OPTIONS,
    settings: ['data', 'warehouse', 'maxBytesBilled', 'timeZone'],
    examples: [
      'earshot query sessions,resolution_rate --by month',
      "earshot query resolution_rate,sessions --by topic_name --where topic_type=Billing,TechSupport --where 'region!=North' --where 'call_duration_sec=30..600' --where 'initial_intent=(none)' --from 2025-01-01 --to 2025-02-01 --tz America/New_York --base engaged",
      'earshot query escalation_rate --from 2025-03-01 --to 2025-04-01 --compare previous_period',
    ],
    load: () => import('./query.ts'),
  },
  {
    name: 'status',
    summary: 'what is in the warehouse, and whether it adds up',
    options: [
      {
        flags: '--max-age <TIME>',
        help: 'fail when nothing new was loaded for so long, as in 30m, 6h or 2d',
      },
      JSON_OPTION,
    ],
    settings: ['data', 'bucket', 'warehouse'],
    examples: ['earshot status', 'earshot status --max-age 6h'],
    load: () => import('./status.ts'),
  },
  {
    name: 'quarantine',
    summary: 'list, show, retry or drop what could not be loaded',
    detail: [
      'show reads the record from the bucket and redacts it. retry reads its objects again, after a file or a rule was mended. drop keeps records counted and shows them no more.',
    ],
    argument: { name: 'action', help: 'list, show, retry or drop' },
    options: [
      { flags: '--object <NAME>', help: 'only this object' },
      { flags: '--position <N>', help: 'the record in it, from 1', kind: 'integer' },
      { flags: '--reason <CODE>', help: 'only this reason' },
      { flags: '--dropped', help: 'dropped ones too' },
      { flags: '--limit <N>', help: 'how many are listed', kind: 'integer' },
      JSON_OPTION,
    ],
    settings: ['data', 'bucket', 'warehouse', 'staging'],
    examples: [
      'earshot quarantine list --reason not_json',
      'earshot quarantine show --object 2025/01/31/calls.json --position 7',
      'earshot quarantine retry',
    ],
    load: () => import('./quarantine.ts'),
  },
  {
    name: 'annotate',
    summary: 'write releases, outages and other notes on the time axis',
    detail: [
      'FILE is a list (YAML or JSON) of { from, to, kind, label }: a date, a date-time in the zone of --tz or an instant; kind is release, outage or note. Writing a file again replaces what it wrote. Without a file it lists what is there.',
    ],
    argument: { name: 'file', help: 'the notes to write', optional: true },
    options: [{ flags: '--remove <ID>', help: 'take one off' }, JSON_OPTION],
    settings: ['data', 'warehouse', 'timeZone'],
    examples: [
      'earshot annotate releases.yaml',
      'earshot annotate',
      'earshot annotate --remove 3f2a91c07b5e',
    ],
    load: () => import('./annotate.ts'),
  },
  {
    name: 'erase',
    summary: 'remove a customer for good',
    detail: [
      "Removes the customer's sessions, turns, profile and quarantine from the warehouse, whose file is written anew, and keeps them out from now on. Session files in the bucket are not touched: it is read through, and those that still hold a record of the customer are listed, loaded or not.",
    ],
    options: [{ flags: '--customer <ID>', help: 'customer_id as session files write it' }, JSON_OPTION],
    settings: ['data', 'bucket', 'warehouse', 'staging'],
    examples: ['earshot erase --customer C-10023'],
    load: () => import('./erase.ts'),
  },
  {
    name: 'retain',
    summary: 'remove sessions that are older than so many months, for good',
    detail: [
      'The cut-off is kept: no sweep or rebuild brings older ones back, and it never goes back itself.',
    ],
    options: [{ flags: '--months <N>', help: 'how long sessions are kept', kind: 'integer' }, JSON_OPTION],
    settings: ['data', 'bucket', 'warehouse', 'staging'],
    examples: ['earshot retain --months 24'],
    load: () => import('./retain.ts'),
  },
  {
    name: 'token',
    summary: 'create, list or revoke tokens of who may see the dashboard and ask the API',
    detail: [
      'As soon as there is one, nobody is let in without; a server that runs sees the change at its next request. create prints the token once: only its hash is kept, in DATA/access. A viewer sees numbers only, an analyst calls and transcripts too, an admin also annotates, loads, retries and erases. docs/access.md tells all about it.',
    ],
    argument: { name: 'action', help: 'create, list or revoke' },
    options: [
      { flags: '--name <NAME>', help: 'whose it is, as the audit tells it; revoke takes its id, too' },
      { flags: '--role <ROLE>', help: 'what it may do', choices: ROLES },
      JSON_OPTION,
    ],
    settings: ['data'],
    examples: [
      'earshot token create --role analyst --name Tableau',
      'earshot token list',
      'earshot token revoke --name Tableau',
    ],
    load: () => import('./token.ts'),
  },
  {
    name: 'export',
    summary: 'write a workbook for Tableau, on BigQuery or with the data inside',
    detail: [
      'A .twb reads the public tables of a dataset in BigQuery with the account of who opens it. A .twbx (--extract) holds the sessions, turns and customers of the warehouse as they are now, without what was said unless --transcripts. docs/tableau.md tells what the sheets show.',
    ],
    argument: { name: 'format', help: 'tableau' },
    options: [
      { flags: '--bigquery <PROJECT.DATASET>', help: 'a workbook that reads this dataset' },
      { flags: '--extract', help: 'a workbook with the data of the warehouse inside' },
      { flags: '--transcripts', help: 'with --extract: take along what was said, too' },
      { flags: '--out <FILE>', help: 'where to; named after the dashboard, in this folder, when absent' },
      { flags: '--force', help: 'replace the file if it is there' },
      JSON_OPTION,
    ],
    settings: ['data', 'warehouse'],
    examples: [
      'earshot export tableau --bigquery my-project.session_dataset',
      'earshot export tableau --extract --out calls.twbx',
    ],
    load: () => import('./export.ts'),
  },
  {
    name: 'deploy',
    summary: 'say what a deployment on Google Cloud would make, and what it costs a month',
    detail: [
      'It asks no cloud and makes nothing: Terraform or OpenTofu does, from deploy/gcp. docs/deploy-gcp.md tells how, and how it grows.',
    ],
    argument: { name: 'cloud', help: 'gcp' },
    options: [
      { flags: '--plan', help: 'print the plan' },
      {
        flags: '--sessions-per-day <N>',
        help: 'calls that come in',
        kind: 'integer',
        default: String(DEFAULT_VOLUME.sessionsPerDay),
      },
      {
        flags: '--sessions-per-file <N>',
        help: 'calls to a session file',
        kind: 'integer',
        default: String(DEFAULT_VOLUME.sessionsPerFile),
      },
      {
        flags: '--tick-minutes <N>',
        help: 'minutes between two commits',
        kind: 'integer',
        default: String(DEFAULT_VOLUME.tickMinutes),
      },
      {
        flags: '--months <N>',
        help: 'months of calls that are stored by then',
        kind: 'integer',
        default: String(DEFAULT_VOLUME.months),
      },
      {
        flags: '--views-per-day <N>',
        help: 'views of the dashboard',
        kind: 'integer',
        default: String(DEFAULT_VOLUME.viewsPerDay),
      },
      JSON_OPTION,
    ],
    settings: [],
    examples: ['earshot deploy gcp --plan --sessions-per-day 1000000'],
    load: () => import('./deploy.ts'),
  },
  {
    name: 'schema',
    summary: 'print the contract of session files and tables, or the schema of scenarios',
    options: [
      { flags: '--format <FORMAT>', help: 'which form', choices: SCHEMA_FORMATS, default: 'json-schema' },
    ],
    settings: [],
    examples: ['earshot schema --format duckdb', 'earshot schema --format json-schema > session.schema.json'],
    load: () => import('./schema.ts'),
  },
];
