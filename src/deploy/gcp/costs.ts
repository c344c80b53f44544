import { billed, commitBytes } from './commit-bytes.ts';
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

function perMonth(volume: Volume) {
  const { sessionsPerDay, sessionsPerFile } = volume;
  return {
    sessions: sessionsPerDay * ASSUMED.daysPerMonth,
    files: Math.ceil(sessionsPerDay / sessionsPerFile) * ASSUMED.daysPerMonth,
    commits: commitBytes(volume).commitsPerMonth,
  };
}

function storage(volume: Volume): readonly Quantity[] {
  const sessions = volume.sessionsPerDay * volume.months * ASSUMED.daysPerMonth;
  const { files, commits } = perMonth(volume);
  const { fileBytesPerSession, tableBytesPerSession, placeBytesPerSession } = ASSUMED;
  return [
    {
      part: 'storage',
      what: 'session files',
      priced: 'objectBytes',
      quantity: sessions * fileBytesPerSession,
    },
    // No day stays unchanged for the 90 days after which it would cost half: its customers call again.
    {
      part: 'storage',
      what: 'dataset',
      priced: 'tableBytes',
      quantity: sessions * (tableBytesPerSession + placeBytesPerSession),
    },
    {
      part: 'load',
      what: 'objects written and listed',
      priced: 'objectWrites',
      quantity: ASSUMED.writesPerFile * files + ASSUMED.writesPerCommit * commits,
    },
    // Load jobs themselves are free.
    { part: 'load', what: 'objects read', priced: 'objectReads', quantity: ASSUMED.readsPerFile * files },
    { part: 'load', what: 'events', priced: 'eventBytes', quantity: files * ASSUMED.eventBytes },
  ];
}

function compute(volume: Volume): readonly Quantity[] {
  const { sessions, files } = perMonth(volume);
  const views = volume.viewsPerDay * ASSUMED.daysPerMonth;
  const stageSec = sessions * ASSUMED.stageSecPerSession + files * ASSUMED.stageSecPerFile;
  const seconds = [
    ['function', 'staging', stageSec, 1],
    ['dashboard', 'views', views * ASSUMED.viewSec, 0.5],
  ] as const;
  const standingSec = committerSec(volume);
  return [
    ...seconds.flatMap(([part, what, sec, gib]): Quantity[] => [
      { part, what: `${what}: vCPU`, priced: 'cpuSec', quantity: sec },
      { part, what: `${what}: memory`, priced: 'memoryGibSec', quantity: sec * gib },
    ]),
    { part: 'committer', what: 'standing: vCPU', priced: 'standingCpuSec', quantity: standingSec },
    { part: 'committer', what: 'standing: memory', priced: 'standingMemoryGibSec', quantity: standingSec },
    { part: 'function', what: 'calls', priced: 'requests', quantity: files },
    { part: 'committer', what: 'jobs of the scheduler', priced: 'schedulerJobs', quantity: 2 },
  ];
}

/** Paid for from its start until it is taken down, which is never while ticks come faster than that. */
function committerSec(volume: Volume): number {
  const { sessions, files, commits } = perMonth(volume);
  const ticks = Math.floor((24 * 60) / volume.tickMinutes) * ASSUMED.daysPerMonth;
  const { commitSec, commitSecPerSession, commitSecPerFile, idleSec } = ASSUMED;
  const working = commits * commitSec + sessions * commitSecPerSession + files * commitSecPerFile;
  return Math.min(ASSUMED.daysPerMonth * 86_400, working + ticks * idleSec);
}

function queries(volume: Volume): readonly Quantity[] {
  const { commitsPerMonth, bytes } = commitBytes(volume);
  const views = volume.viewsPerDay * ASSUMED.daysPerMonth * ASSUMED.uncachedShare;
  // A month of calls in the period that is looked at.
  const facts = volume.sessionsPerDay * ASSUMED.daysPerMonth * ASSUMED.factBytesPerSession;
  const { filteredShare } = ASSUMED;
  const perStatement = (1 - filteredShare) * billed(0) + filteredShare * billed(facts);
  const perView = ASSUMED.statementsPerView * perStatement;
  return [
    { part: 'queries', what: 'commits', priced: 'queryBytes', quantity: commitsPerMonth * bytes },
    { part: 'queries', what: 'dashboard', priced: 'queryBytes', quantity: views * perView },
  ];
}
