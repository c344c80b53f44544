import { monthOf } from '../calendar.ts';
import { type Rng, Wheel } from '../rng.ts';
import type { Topic } from './topic.ts';

/** What people call about: by month, and for newcomers apart. */
export class Demand {
  private readonly wheels: readonly (readonly [Wheel<Topic>, Wheel<Topic>])[];
  private readonly topics: readonly Topic[];

  constructor(topics: readonly Topic[]) {
    this.topics = topics;
    this.wheels = Array.from({ length: 12 }, (_, month) => [
      wheelOf(topics, month, false),
      wheelOf(topics, month, true),
    ]);
  }

  /** @param day local */
  draw(rng: Rng, day: number, newcomer: boolean): Topic {
    const wheel = this.wheels[monthOf(day)]?.[newcomer ? 1 : 0];
    if (wheel === undefined) throw new Error(`Day ${day} has no month`);
    return wheel.draw(rng);
  }

  /** The topic's share of the calls of customers who are no newcomers, per million. */
  sharePerMillion(intent: string, day: number): number {
    const wheel = this.wheels[monthOf(day)]?.[0];
    const topic = this.topics.find((each) => each.intent === intent);
    if (wheel === undefined || topic === undefined) return 0;
    return Math.floor((weightOf(topic, monthOf(day), false) * 1_000_000) / wheel.total);
  }
}

function wheelOf(topics: readonly Topic[], month: number, newcomer: boolean): Wheel<Topic> {
  return new Wheel(topics, (topic) => weightOf(topic, month, newcomer));
}

function weightOf(topic: Topic, month: number, newcomer: boolean): number {
  const season = topic.months?.[month] ?? 100;
  const newness = newcomer ? (topic.newcomers ?? 100) : 100;
  return Math.floor((topic.weight * season * newness) / 100);
}
