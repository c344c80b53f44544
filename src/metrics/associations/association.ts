export type MeasureName = 'phi' | 'point_biserial' | 'spearman' | 'cramers_v';

/** How far two variables go together, of the calls that have both. It tells no cause. */
export interface Association {
  readonly one: string;
  readonly other: string;
  readonly measure: MeasureName;
  /** −1 to 1; Cramér's V 0 to 1, on a scale of its own. Null when one of the two never varies. */
  readonly value: number | null;
  readonly n: number;
}
