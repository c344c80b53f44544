/** A list price in US dollars, before any discount. */
export interface Price {
  readonly usd: number;
  /** Units of the quantity that it is for. */
  readonly per: number;
  /** Of a month, before anything is charged; shared by all that the billing account runs. */
  readonly free: number;
  readonly source: string;
}

const GIB = 2 ** 30;
const TIB = 2 ** 40;

/** When the pages were last read. */
export const PRICES_READ = '2026-11-26';
export const PRICES_REGION = 'us-central1';

const page = (name: string) => `https://cloud.google.com/${name}/pricing`;

/** By what is counted in a month: bytes, operations, seconds, jobs. */
export const PRICES = {
  objectBytes: { usd: 0.02, per: GIB, free: 5 * GIB, source: page('storage') },
  objectWrites: { usd: 0.005, per: 1000, free: 5000, source: page('storage') },
  objectReads: { usd: 0.0004, per: 1000, free: 50_000, source: page('storage') },
  cpuSec: { usd: 0.000024, per: 1, free: 180_000, source: page('run') },
  memoryGibSec: { usd: 0.0000025, per: 1, free: 360_000, source: page('run') },
  // Of an instance that is not throttled between requests.
  standingCpuSec: { usd: 0.000018, per: 1, free: 240_000, source: page('run') },
  standingMemoryGibSec: { usd: 0.000002, per: 1, free: 450_000, source: page('run') },
  requests: { usd: 0.4, per: 1_000_000, free: 2_000_000, source: page('run') },
  eventBytes: { usd: 40, per: TIB, free: 10 * GIB, source: page('pubsub') },
  schedulerJobs: { usd: 0.1, per: 1, free: 3, source: page('scheduler') },
  tableBytes: { usd: 0.02, per: GIB, free: 10 * GIB, source: page('bigquery') },
  queryBytes: { usd: 6.25, per: TIB, free: TIB, source: page('bigquery') },
} as const satisfies Record<string, Price>;

export type Priced = keyof typeof PRICES;

export function costOf(what: Priced, quantity: number): number {
  const { usd, per, free } = PRICES[what];
  return (Math.max(0, quantity - free) / per) * usd;
}
