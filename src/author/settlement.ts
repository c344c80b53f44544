import type { MisfitKind } from './answer.ts';

/** What became of one call: the texts of its turns, or why it is left out. */
export type Settlement = Accepted | Refused;

export interface Accepted {
  readonly kind: 'accepted';
  readonly session_id: string;
  /** How often the model was asked. */
  readonly asks: number;
  readonly texts: readonly string[];
}

export interface Refused {
  readonly kind: 'refused';
  readonly session_id: string;
  readonly asks: number;
  /** Of the last answer. */
  readonly reasons: readonly MisfitKind[];
}
