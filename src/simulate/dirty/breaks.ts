/** How a record was broken on purpose, as the manifest tells it. */
export interface RecordBreak {
  readonly kind: string;
}
