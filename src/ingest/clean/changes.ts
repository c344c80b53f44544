import { type Change, HIDDEN_ID } from '../../contract/batch.ts';
import type { RedactionKind } from '../../contract/redactions.ts';
import type { ChangeRule } from '../../contract/rules.ts';
import { ALL_KINDS, redact } from '../../redact/redact.ts';
import { withoutInvalidCharacters } from './characters.ts';

const MAX_SHOWN_CHARS = 200;

/** The values that cleaning changed in one session, in the order in which the rules ran. */
export class ChangeLog {
  readonly changes: Change[] = [];
  readonly #redactedKinds: ReadonlySet<RedactionKind>;

  constructor(redactedKinds = ALL_KINDS) {
    this.#redactedKinds = redactedKinds;
  }

  /** `turnNumber` is null for a field of the session itself. Values are kept redacted and cut. */
  note(turnNumber: number | null, field: string, before: unknown, after: unknown, rule: ChangeRule): void {
    const [shownBefore, shownAfter] = [this.#shown(before), this.#shown(after)];
    this.changes.push({ turn_number: turnNumber, field, before: shownBefore, after: shownAfter, rule });
  }

  /** Hides what a field held, and keeps that it was changed. */
  conceal(field: string): void {
    for (const [index, change] of this.changes.entries()) {
      if (change.field !== field) continue;
      this.changes[index] = { ...change, before: hidden(change.before), after: hidden(change.after) };
    }
  }

  #shown(value: unknown): string | null {
    if (value === null || value === undefined) return null;
    const text = withoutInvalidCharacters(typeof value === 'string' ? value : textOfValue(value));
    const redacted = redact(text, [], this.#redactedKinds).text;
    if (redacted.length <= MAX_SHOWN_CHARS) return redacted;
    return withoutInvalidCharacters(redacted.slice(0, MAX_SHOWN_CHARS));
  }
}

const hidden = (value: string | null): string | null => (value === null ? null : HIDDEN_ID);

export function textOfValue(value: unknown): string {
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value);
  } catch {
    return '(nested too deeply to show)';
  }
}
