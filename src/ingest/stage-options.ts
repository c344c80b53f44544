import type { Config } from '../base/config.ts';
import type { Keeping } from '../contract/keeping.ts';

/** The settings that decide what becomes of an object's bytes. */
export type StageOptions = Pick<
  Config,
  | 'feedTimeZone'
  | 'maxObjectBytes'
  | 'fallbackIntents'
  | 'agentRequestIntents'
  | 'withheldCustomerIds'
  | 'redact'
> & {
  /** Key of the customers' pseudonyms; without one their ids are stored as they came. */
  readonly customerKey?: string | null;
  /** What the warehouse keeps out; nothing when absent. */
  readonly keeping?: Keeping;
};

/** The settings that staging reads, and nothing that cannot cross to a thread. */
export function stageOptionsOf(options: StageOptions): StageOptions {
  const { feedTimeZone, maxObjectBytes, fallbackIntents, agentRequestIntents, withheldCustomerIds, redact } =
    options;
  const settings = {
    feedTimeZone,
    maxObjectBytes,
    fallbackIntents,
    agentRequestIntents,
    withheldCustomerIds,
    redact,
  };
  return { ...settings, customerKey: options.customerKey ?? null };
}
