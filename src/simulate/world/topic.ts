import type { TopicSpec } from '../scenario/schema.ts';

export interface Topic extends TopicSpec {
  readonly intent: string;
}
