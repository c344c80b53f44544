import type { CostLine, Costs } from '../deploy/gcp/costs.ts';
import { limitsMet } from '../deploy/gcp/limits.ts';
import { PRICES, PRICES_READ, PRICES_REGION, type Priced } from '../deploy/gcp/prices.ts';
import { GCP_RESOURCES } from '../deploy/gcp/resources.ts';
import { ASSUMED, type Volume } from '../deploy/gcp/volume.ts';
import { formatCount } from './values.ts';

const GIB = 2 ** 30;

/** The plan for a person: what would be made, what it costs, and what that stands on. */
export function planText(volume: Volume, costs: Costs): string {
  return `${[
    'Terraform or OpenTofu would make, from deploy/gcp:',
    ...GCP_RESOURCES.map(({ what, why }) => `  ${what}: ${why}`),
    '',
    `A month of ${formatCount(volume.sessionsPerDay)} calls a day, ${formatCount(volume.sessionsPerFile)} to a file, a commit every ${volume.tickMinutes} min, ${formatCount(volume.viewsPerDay)} views of the dashboard a day, after ${volume.months} months:`,
    ...costs.lines.map(costLine),
    `  ${'in all'.padEnd(WIDTH)}${dollars(costs.usd)}`,
    ...limitsMet(volume).map((limit) => `\n  Mind: ${limit}`),
    '',
    ...footing(),
  ].join('\n')}\n`;
}

const WIDTH = 72;

function costLine({ part, what, priced, quantity, usd }: CostLine): string {
  return `  ${`${part}, ${what}: ${amount(priced, quantity)}`.padEnd(WIDTH)}${dollars(usd)}`;
}

const UNITS: Record<Priced, string> = {
  objectBytes: 'GiB',
  tableBytes: 'GiB',
  queryBytes: 'GiB',
  eventBytes: 'GiB',
  objectWrites: 'operations',
  objectReads: 'operations',
  cpuSec: 's',
  memoryGibSec: 'GiB s',
  standingCpuSec: 's',
  standingMemoryGibSec: 'GiB s',
  requests: 'calls',
  schedulerJobs: 'jobs',
};

function amount(priced: Priced, quantity: number): string {
  const unit = UNITS[priced];
  if (unit !== 'GiB') return `${formatCount(quantity)} ${unit}`;
  const gib = quantity / GIB;
  return `${gib < 10 ? gib.toFixed(2) : formatCount(gib)} GiB`;
}

const dollars = (usd: number): string =>
  `$${usd.toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 }).padStart(12)}`;

function footing(): readonly string[] {
  const { fileBytesPerSession, tableBytesPerSession, uncachedShare, filteredShare } = ASSUMED;
  return [
    `List prices in US dollars for ${PRICES_REGION}, as read on ${PRICES_READ}, free quotas taken off:`,
    ...[...new Set(Object.values(PRICES).map(({ source }) => source))].map((source) => `  ${source}`),
    `Assumed: a call has ${formatCount(fileBytesPerSession)} bytes in a file and ${formatCount(tableBytesPerSession)} in the dataset, as simulated ones have; ${uncachedShare * 100} % of views are not`,
    `answered from the cache, and ${filteredShare * 100} % of those not from rollups; a commit reads the days of all earlier calls of its customers; --json lists all. Not in it: data that leaves Google, logs,`,
    'images, alerts, taxes, and what Tableau asks. docs/deploy-gcp.md tells how it grows.',
  ];
}
