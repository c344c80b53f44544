import { costOf, type Priced } from './prices.ts';
import { ASSUMED, type Volume } from './volume.ts';

/** What a month costs at a volume, by part. */
export interface CostLine {
  readonly part: 'storage' | 'load' | 'function' | 'committer' | 'queries' | 'dashboard';
  readonly what: string;
  readonly priced: Priced;
  /** In the unit that its price counts. */
  readonly quantity: number;
  readonly usd: number;
}

export interface Costs {
  readonly lines: readonly CostLine[];
  readonly usd: number;
}

/** BigQuery bills no query for less. */
const LEAST_BYTES = 10 * 2 ** 20;
/** Days after which a partition that nothing changed costs half. */
const OLD_AFTER_DAYS = 90;

export function monthlyCosts(volume: Volume): Costs {
  const quantities = [...storage(volume), ...compute(volume), ...queries(volume)];
  const used = new Map<Priced, number>();
  const lines = quantities.map(({ part, what, priced, quantity }) => {
    // What is free is free once, whichever part uses it first.
    const before = used.get(priced) ?? 0;
    used.set(priced, before + quantity);
    return { part, what, priced, quantity, usd: costOf(priced, before + quantity) - costOf(priced, before) };
  });
  return { lines, usd: lines.reduce((sum, { usd }) => sum + usd, 0) };
}

type Quantity = Omit<CostLine, 'usd'>;

function perMonth({ sessionsPerDay, sessionsPerFile, tickMinutes }: Volume) {
  const sessions = sessionsPerDay * ASSUMED.daysPerMonth;
  return {
    sessions,
    files: Math.ceil(sessionsPerDay / sessionsPerFile) * ASSUMED.daysPerMonth,
    commits: Math.floor((24 * 60) / tickMinutes) * ASSUMED.daysPerMonth,
  };
}

function storage(volume: Volume): readonly Quantity[] {
  const days = volume.months * ASSUMED.daysPerMonth;
  const sessions = volume.sessionsPerDay * days;
  const oldDays = Math.max(0, days - OLD_AFTER_DAYS);
  const old = volume.sessionsPerDay * oldDays * ASSUMED.tableBytesPerSession;
  const { files, commits } = perMonth(volume);
  return [
    {
      part: 'storage',
      what: 'session files',
      priced: 'objectBytes',
      quantity: sessions * ASSUMED.fileBytesPerSession,
    },
    {
      part: 'storage',
      what: 'dataset, changed in the last 90 days',
      priced: 'tableBytes',
      quantity: sessions * ASSUMED.tableBytesPerSession - old,
    },
    { part: 'storage', what: 'dataset, older', priced: 'oldTableBytes', quantity: old },
    // The file lands, its batch is staged; each commit lists what is staged.
    {
      part: 'load',
      what: 'objects written and listed',
      priced: 'objectWrites',
      quantity: 2 * files + commits,
    },
    // The function looks and reads; loading reads again. Load jobs themselves are free.
    { part: 'load', what: 'objects read', priced: 'objectReads', quantity: 3 * files },
    { part: 'load', what: 'events', priced: 'eventBytes', quantity: files * ASSUMED.eventBytes },
  ];
}

function compute(volume: Volume): readonly Quantity[] {
  const { sessions, files, commits } = perMonth(volume);
  const views = volume.viewsPerDay * ASSUMED.daysPerMonth;
  const stageSec = sessions * ASSUMED.stageSecPerSession + files * ASSUMED.stageSecPerFile;
  const seconds = [
    ['function', 'staging', stageSec, 1],
    ['committer', 'commits', commits * ASSUMED.commitSec + sessions * ASSUMED.commitSecPerSession, 1],
    ['dashboard', 'views', views * ASSUMED.viewSec, 0.5],
  ] as const;
  return [
    ...seconds.flatMap(([part, what, sec, gib]): Quantity[] => [
      { part, what: `${what}: vCPU`, priced: 'cpuSec', quantity: sec },
      { part, what: `${what}: memory`, priced: 'memoryGibSec', quantity: sec * gib },
    ]),
    { part: 'function', what: 'calls', priced: 'requests', quantity: files },
    { part: 'committer', what: 'jobs of the scheduler', priced: 'schedulerJobs', quantity: 2 },
  ];
}

function queries(volume: Volume): readonly Quantity[] {
  const { commits } = perMonth(volume);
  const batch = (volume.sessionsPerDay * volume.tickMinutes) / (24 * 60);
  // A commit reads the keys of the days that it touches: today, half full on average, and what it brings, twice.
  const keys = (volume.sessionsPerDay / 2) * ASSUMED.keyBytesPerSession;
  const stored = volume.sessionsPerDay * volume.months * ASSUMED.daysPerMonth;
  const places = Math.max(LEAST_BYTES, stored * ASSUMED.placeBytesPerSession);
  const perCommit =
    ASSUMED.statementsPerCommit * Math.max(LEAST_BYTES, keys) +
    2 * batch * ASSUMED.tableBytesPerSession +
    places;
  const views = volume.viewsPerDay * ASSUMED.daysPerMonth * ASSUMED.uncachedShare;
  // A month of calls in the period that is looked at.
  const facts = volume.sessionsPerDay * ASSUMED.daysPerMonth * ASSUMED.factBytesPerSession;
  const { filteredShare } = ASSUMED;
  const perStatement = (1 - filteredShare) * LEAST_BYTES + filteredShare * Math.max(LEAST_BYTES, facts);
  const perView = ASSUMED.statementsPerView * perStatement;
  return [
    { part: 'queries', what: 'commits', priced: 'queryBytes', quantity: commits * perCommit },
    { part: 'queries', what: 'dashboard', priced: 'queryBytes', quantity: views * perView },
  ];
}
