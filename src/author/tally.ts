import type { WrittenFile } from '../simulate/log.ts';
import type { MisfitKind } from './answer.ts';
import type { FailureKind } from './call-failure.ts';
import type { Tokens } from './model.ts';
import type { Settlement } from './settlement.ts';

/** One request, as the log lists it. */
export interface RequestRecord {
  readonly session_id: string;
  /** 1 for the first question, more for those after an answer that did not fit. */
  readonly ask: number;
  readonly millis: number;
  readonly result: 'answered' | FailureKind;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/** Counts a run. */
export class Tally {
  /** Fitted at once; fitted after being asked again; never did. */
  readonly calls = { accepted: 0, repaired: 0, refused: 0 };
  /** Settled by earlier runs of the same options. */
  earlier = 0;
  private wordedEarlier = 0;
  readonly misfits: Partial<Record<MisfitKind, number>> = {};
  readonly requests: RequestRecord[] = [];
  readonly files: WrittenFile[] = [];
  answered = 0;
  refusedInARow = 0;

  get settled(): number {
    const { accepted, repaired, refused } = this.calls;
    return this.earlier + accepted + repaired + refused;
  }

  /** In this run and in earlier ones. */
  get worded(): number {
    return this.wordedEarlier + this.calls.accepted + this.calls.repaired;
  }

  settleEarlier({ kind }: Settlement): void {
    this.earlier++;
    if (kind === 'accepted') this.wordedEarlier++;
  }

  request(record: Omit<RequestRecord, 'inputTokens' | 'outputTokens'>, tokens: Tokens | null): void {
    this.requests.push({ ...record, inputTokens: tokens?.input ?? 0, outputTokens: tokens?.output ?? 0 });
    if (record.result === 'answered') this.answered++;
  }

  misfit(kinds: readonly MisfitKind[]): void {
    for (const kind of new Set(kinds)) this.misfits[kind] = (this.misfits[kind] ?? 0) + 1;
  }

  settle({ kind, asks }: Settlement): void {
    this.refusedInARow = kind === 'refused' ? this.refusedInARow + 1 : 0;
    if (kind === 'refused') this.calls.refused++;
    else if (asks === 1) this.calls.accepted++;
    else this.calls.repaired++;
  }
}
