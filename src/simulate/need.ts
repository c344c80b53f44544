import type { Incident } from './world/incidents.ts';
import type { Topic } from './world/topic.ts';

/** What someone wants; it stays the same until it is met or given up. */
export interface Need {
  readonly person: number;
  readonly topic: Topic;
  /** 0 to 999: how much it asks of whoever answers. */
  readonly hardness: number;
  /** 1 on the first call about it. */
  readonly attempt: number;
  /** What broke, when that is the need. */
  readonly incident: Incident | null;
}
