import type { Incident } from './world/incidents.ts';
import type { Topic } from './world/topic.ts';

/** What someone wants; it stays the same until it is met or given up. */
export interface Need {
  readonly person: number;
  readonly topic: Topic;
  /** What the money in it comes to, where it went, on which device: told the same way in every turn and every call about it. */
  readonly facts: Partial<Record<string, string>>;
  /** 0 to 999: how much it asks of whoever answers. */
  readonly hardness: number;
  /** 1 on the first call about it. */
  readonly attempt: number;
  /** What broke, when that is the need. */
  readonly incident: Incident | null;
}
