import { monthOf } from './calendar.ts';
import { TOPICS, type Topic, type TopicIntent } from './data/topics.ts';
import { type Rng, Wheel } from './rng.ts';

export type NamedTopic = Topic & { readonly intent: TopicIntent };

/** What someone wants; it stays the same until it is met or given up. */
export interface Need {
  readonly person: number;
  readonly topic: NamedTopic;
  /** 0 to 999: how much it asks of whoever answers. */
  readonly hardness: number;
  /** 1 on the first call about it. */
  readonly attempt: number;
}

/** A newcomer joined less than this many months ago. */
const NEWCOMER_MONTHS = 6;

const wheels = Array.from(
  { length: 12 },
  (_, month) => [wheelOf(month, false), wheelOf(month, true)] as const,
);

function wheelOf(month: number, newcomer: boolean): Wheel<NamedTopic> {
  return new Wheel<NamedTopic>(TOPICS, (topic: NamedTopic) => {
    const season = topic.monthsPercent?.[month] ?? 100;
    const newness = newcomer ? (topic.newcomersPercent ?? 100) : 100;
    return Math.floor((topic.weight * season * newness) / 1000);
  });
}

export function drawNeed(rng: Rng, person: number, day: number, tenureMonths: number): Need {
  const wheel = wheels[monthOf(day)]?.[tenureMonths < NEWCOMER_MONTHS ? 1 : 0];
  if (wheel === undefined) throw new Error(`Day ${day} has no month`);
  return { person, topic: wheel.draw(rng), hardness: rng.below(1000), attempt: 1 };
}
