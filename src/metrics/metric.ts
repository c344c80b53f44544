import type { Expression } from './measure/expression.ts';

/** A number over sessions, as data. */
export interface Metric {
  readonly name: string;
  readonly label: string;
  readonly kind: 'count' | 'rate' | 'mean' | 'percentile';
  /** share: 0 to 1, shown in %; sec: shown as m:ss. */
  readonly unit: 'sessions' | 'customers' | 'share' | 'sec' | 'turns' | 'score';
  /** Which direction is good; null when neither is. */
  readonly good: 'up' | 'down' | null;
  /** Whether its counts, or numerators and denominators, sum over a partition. */
  readonly additive: boolean;
  readonly description: string;
  readonly expression: Expression;
}
