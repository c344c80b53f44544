import type { RedactionKind } from '../contract/redactions.ts';
import type { DigitGroup } from './digits.ts';

/** A stretch of a text that must not be kept: [start, end). */
export interface Find {
  readonly kind: RedactionKind;
  readonly start: number;
  readonly end: number;
}

export function findOver(kind: RedactionKind, groups: readonly DigitGroup[]): Find {
  return { kind, start: groups[0]?.start ?? 0, end: groups.at(-1)?.end ?? 0 };
}

/** The text with brackets in place of what was found, its positions kept; `finds` in order. */
export function masked(text: string, finds: readonly Find[]): string {
  let kept = '';
  let from = 0;
  for (const { start, end } of finds) {
    kept += text.slice(from, start) + ']'.repeat(end - start);
    from = end;
  }
  return kept + text.slice(from);
}
