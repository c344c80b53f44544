/** Where a rebuild is written, beside the warehouse whose place it may take. */
export const rebuildFileOf = (file: string): string => `${file}.rebuild`;

/** Something that leaves no trace in the bytes of the file: the warehouse is written anew, and takes the old one's place. */
export type Rewrite =
  | {
      readonly kind: 'erase';
      /** As it is stored. */
      readonly customerId: string;
      readonly tombstone: string;
    }
  | {
      readonly kind: 'retain';
      /** Sessions that began before go; ISO 8601, UTC. */
      readonly from: string;
    }
  | {
      readonly kind: 'adopt';
      /** Warehouse that was built from the bucket alone; what only the old one knows is carried over. */
      readonly file: string;
      /** Whether the rows of objects that the bucket no longer holds are left behind. */
      readonly dropGone: boolean;
      /** Whether it takes the place even where it differs. */
      readonly accept: boolean;
      /** Stored customer_id to the one under the new key, for rows that are carried over. Absent: the key is the same. */
      readonly rekey?: (storedId: string) => string;
      /** Kinds of secrets that are redacted now. Rows that are carried over are not read again. */
      readonly redactedKinds?: readonly string[];
    };

/** Records that are not in the warehouse any more. */
export interface Removed {
  readonly sessions: number;
  readonly turns: number;
  readonly quarantined: number;
  /** Records that stay in quarantine, and of which it is not known when their calls began. */
  readonly undated: number;
  /** Objects that the bucket still holds, and that these records came from. */
  readonly objects: readonly string[];
}

/** What a rebuild makes of the same generations, beside what was there. Counts of sessions, values and records. */
export interface Differences {
  readonly onlyBefore: number;
  readonly onlyAfter: number;
  readonly changed: number;
  readonly byField: Readonly<Record<string, number>>;
  readonly byRule: Readonly<Record<string, BeforeAfter>>;
  readonly byQuarantineReason: Readonly<Record<string, BeforeAfter>>;
}

export interface BeforeAfter {
  readonly before: number;
  readonly after: number;
}

export type RewriteReport =
  | { readonly kind: 'erase' | 'retain'; readonly dataVersion: number; readonly removed: Removed }
  | {
      readonly kind: 'adopt';
      readonly dataVersion: number;
      readonly differences: Differences;
      /** False where it differs and that was not accepted: then everything is as before. */
      readonly adopted: boolean;
      /** Versions carried over from objects that are gone. */
      readonly carried: number;
      /** Those of them in which a kind was not looked for that is redacted now. */
      readonly carriedUnredacted: number;
    };

export function areEqual({
  onlyBefore,
  onlyAfter,
  changed,
  byRule,
  byQuarantineReason,
}: Differences): boolean {
  const counts = [...Object.values(byRule), ...Object.values(byQuarantineReason)];
  return onlyBefore + onlyAfter + changed === 0 && counts.every(({ before, after }) => before === after);
}
