export type Path = readonly (string | number)[];

/** What is wrong with the value at a path of a scenario. */
export interface Complaint {
  readonly path: Path;
  readonly complaint: string;
}
