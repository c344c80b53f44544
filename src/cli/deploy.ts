import { EarshotError } from '../base/errors.ts';
import { monthlyCosts } from '../deploy/gcp/costs.ts';
import { limitsMet } from '../deploy/gcp/limits.ts';
import { PRICES, PRICES_READ, PRICES_REGION } from '../deploy/gcp/prices.ts';
import { GCP_RESOURCES } from '../deploy/gcp/resources.ts';
import { ASSUMED, DEFAULT_VOLUME, TICKS, type Volume } from '../deploy/gcp/volume.ts';
import type { CommandContext } from './context.ts';
import { planText } from './deploy-text.ts';
import type { Options } from './options.ts';

export async function run({ argument = '', options, terminal }: CommandContext): Promise<void> {
  if (argument !== 'gcp') {
    throw new EarshotError('usage', 'unknown_cloud', `Nothing is known of a cloud named "${argument}".`, {
      hint: 'Known: gcp.',
    });
  }
  if (!options.flag('plan')) {
    throw new EarshotError(
      'usage',
      'missing_option',
      'Earshot itself makes nothing in a cloud: --plan says what would be made, and what it costs.',
      {
        hint: 'Terraform or OpenTofu makes it, from deploy/gcp; docs/deploy-gcp.md tells how.',
      },
    );
  }
  const volume = volumeOf(options);
  const costs = monthlyCosts(volume);
  if (terminal.isTerminal && !options.flag('json')) {
    terminal.write(planText(volume, costs));
    return;
  }
  const prices = { read: PRICES_READ, region: PRICES_REGION, currency: 'USD', list: PRICES };
  terminal.write(
    `${JSON.stringify({ volume, resources: GCP_RESOURCES, costs, limits: limitsMet(volume), prices, assumed: ASSUMED })}\n`,
  );
}

/** @throws EarshotError `bad_option` */
function volumeOf(options: Options): Volume {
  const number = (name: string, flag: string, byDefault: number, [low, high]: readonly [number, number]) => {
    const value = options.integer(name) ?? byDefault;
    if (value >= low && value <= high) return value;
    throw new EarshotError(
      'usage',
      'bad_option',
      `${flag} is ${value}: it must be a whole number from ${low} to ${high}.`,
    );
  };
  return {
    sessionsPerDay: number('sessionsPerDay', '--sessions-per-day', DEFAULT_VOLUME.sessionsPerDay, [1, 1e9]),
    sessionsPerFile: number(
      'sessionsPerFile',
      '--sessions-per-file',
      DEFAULT_VOLUME.sessionsPerFile,
      [1, 1e6],
    ),
    tickMinutes: tickOf(options),
    months: number('months', '--months', DEFAULT_VOLUME.months, [1, 120]),
    viewsPerDay: number('viewsPerDay', '--views-per-day', DEFAULT_VOLUME.viewsPerDay, [0, 1e7]),
  };
}

/** @throws EarshotError `bad_option`: a plan of what deploy/gcp refuses would help nobody */
function tickOf(options: Options): number {
  const minutes = options.integer('tickMinutes') ?? DEFAULT_VOLUME.tickMinutes;
  if (TICKS.includes(minutes)) return minutes;
  throw new EarshotError(
    'usage',
    'bad_option',
    `--tick-minutes is ${minutes}: the scheduler must be able to say it, so it divides an hour or a day.`,
    { hint: `One of ${TICKS.join(', ')}.` },
  );
}
