import type { TopicIntent } from './topics.ts';

/** A release of the bot, and what it changed in recognition (per mille, on top of the topic's ease). */
export interface Release {
  readonly version: string;
  /** First day in service, UTC. */
  readonly since: string;
  readonly recognition: number;
  readonly topics?: Partial<Readonly<Record<TopicIntent, number>>>;
}

/** In order of `since`; the first also serves all days before it. */
export const RELEASES: readonly Release[] = [
  { version: '3.4.0', since: '2024-10-01', recognition: -140, topics: { roaming_activation: -60 } },
  {
    version: '3.5.0',
    since: '2025-04-08',
    recognition: -65,
    topics: { device_setup: -130, payment_issue: 30 },
  },
  { version: '3.6.0', since: '2025-09-16', recognition: 10, topics: { slow_internet: 40 } },
];
