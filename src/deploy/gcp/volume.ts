/** How much comes in and is asked for. */
export interface Volume {
  readonly sessionsPerDay: number;
  readonly sessionsPerFile: number;
  readonly tickMinutes: number;
  /** For how long there have been calls: what is stored by then. */
  readonly months: number;
  /** Times that somebody opens a view of the dashboard. */
  readonly viewsPerDay: number;
}

export const DEFAULT_VOLUME: Volume = {
  sessionsPerDay: 10_000,
  sessionsPerFile: 100,
  tickMinutes: 2,
  months: 12,
  viewsPerDay: 500,
};

/** Minutes between two commits that Cron can say: they divide an hour or a day. */
export const TICKS: readonly number[] = [
  1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60, 120, 180, 240, 360, 480, 720,
];

/** Sizes of simulated sessions of the default scenario, 17 turns each, and what else is assumed; printed with the plan. */
export const ASSUMED = {
  /** In a session file, as JSON. Measured over 5,000 sessions. */
  fileBytesPerSession: 4400,
  /** In the dataset: the version's row with its turns. Measured likewise, as BigQuery counts types. */
  tableBytesPerSession: 2100,
  /** Of it, what electing the current version reads. */
  keyBytesPerSession: 120,
  /** Of the table that tells where each version lies. */
  placeBytesPerSession: 150,
  /** Of the ledger. */
  ledgerBytesPerFile: 300,
  /** Numbers that a view reads of a session, where no rollup answers. */
  factBytesPerSession: 60,
  /**
   * Calls a day of a customer who calls: each call of a batch touches so many of the days that are stored. Measured on a simulated
   * year of 150,000 calls and 62,934 customers: the calls of its last 14, 139, 417 and 1,389 touch 16, 138, 257 and 343 of 348 days.
   */
  earlierCallsPerDay: 0.0033,
  /** Statements of one commit by what they do to a table, and tables that its statements name besides; a test counts them. */
  commit: {
    sessionWrites: 4,
    sessionReads: 2,
    placeReads: 1,
    placeWrites: 1,
    ledgerReads: 3,
    ledgerWrites: 2,
    smallTables: 45,
  },
  /** Requests to Cloud Storage for one file and for one commit; a test counts them. Removing is free. */
  writesPerFile: 3,
  readsPerFile: 11,
  writesPerCommit: 3,
  /** Statements of one view. */
  statementsPerView: 6,
  /** Share of views that the cache does not answer: the data is newer, or the question is. */
  uncachedShare: 0.3,
  /** Of those, the ones whose filters no rollup knows: they read facts. Others read a few megabytes. */
  filteredShare: 0.3,
  /** Of the function, on one vCPU: four times what the bench takes on a desktop core. */
  stageSecPerSession: 0.0005,
  stageSecPerFile: 0.3,
  commitSec: 20,
  commitSecPerSession: 0.0001,
  /** The committer reads and removes a staged batch, sixteen side by side. */
  commitSecPerFile: 0.02,
  /** An instance stands so long after its last request, and is paid for. */
  idleSec: 900,
  viewSec: 0.5,
  /** An event is published and pushed. */
  eventBytes: 4096,
  daysPerMonth: 30,
} as const;
