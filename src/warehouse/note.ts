/** What a person says of the data: kept in the warehouse, and carried through every rebuild. */
export type Note =
  | {
      readonly kind: 'drop';
      readonly records: readonly QuarantinePlace[];
    }
  | {
      readonly kind: 'annotate';
      readonly id: string;
      readonly fromTime: string;
      readonly toTime: string | null;
      readonly type: 'release' | 'outage' | 'note';
      readonly label: string;
    }
  | { readonly kind: 'remove_annotation'; readonly id: string }
  /** Binds an empty warehouse to the key of its customers' pseudonyms. */
  | { readonly kind: 'customer_key'; readonly keyId: string | null };

export interface QuarantinePlace {
  readonly object: string;
  readonly generation: string;
  readonly position: number;
}
