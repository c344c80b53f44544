import type { DigitGroup } from './digits.ts';

export const REDACTION_KINDS = ['card', 'phone', 'email'] as const;
export type RedactionKind = (typeof REDACTION_KINDS)[number];

/** A stretch of a text that must not be kept: [start, end). */
export interface Find {
  readonly kind: RedactionKind;
  readonly start: number;
  readonly end: number;
}

export function findOver(kind: RedactionKind, groups: readonly DigitGroup[]): Find {
  return { kind, start: groups[0]?.start ?? 0, end: groups.at(-1)?.end ?? 0 };
}
