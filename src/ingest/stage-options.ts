import type { Config } from '../base/config.ts';
import type { Keeping } from '../contract/keeping.ts';

/** The settings that decide what becomes of an object's bytes. */
const NAMES = [
  'feedTimeZone',
  'maxObjectBytes',
  'maxUnpackedBytes',
  'maxUnpackRatio',
  'maxDepth',
  'maxTurns',
  'maxTextChars',
  'fallbackIntents',
  'agentRequestIntents',
  'withheldCustomerIds',
  'redact',
] as const satisfies readonly (keyof Config)[];

export type StageOptions = Pick<Config, (typeof NAMES)[number]> & {
  /** Key of the customers' pseudonyms; without one their ids are stored as they came. */
  readonly customerKey?: string | null;
  /** What the warehouse keeps out; nothing when absent. */
  readonly keeping?: Keeping;
};

/** The settings that staging reads, and nothing that cannot cross to a thread. */
export function stageOptionsOf(options: StageOptions): StageOptions {
  const settings = Object.fromEntries(NAMES.map((name) => [name, options[name]]));
  return { ...(settings as Pick<Config, (typeof NAMES)[number]>), customerKey: options.customerKey ?? null };
}
