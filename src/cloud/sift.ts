import type { Clock } from '../base/clock.ts';
import type { StagedBatch } from '../contract/batch.ts';
import type { Commit, CommitReport, Portion, SeenObject, Warehouse } from '../warehouse/warehouse.ts';
import { committed, isRefusal, OVER_BUDGET, type Refusal } from './refusal.ts';

/** A batch that the warehouse refuses whichever others come with it. */
export interface Culprit extends Omit<Refusal, 'error'> {
  readonly batch: StagedBatch;
}

export interface Sifted {
  readonly report: CommitReport;
  readonly culprits: readonly Culprit[];
  /** Each alone would read more than a commit may, while others did not: they have to wait. */
  readonly tooDear: readonly SeenObject[];
  /** Not tried any more. */
  readonly untried: readonly SeenObject[];
}

/** So many are no matter of single objects: the next run goes on, or the dataset is at fault. */
const MOST_CULPRITS = 20;
/** The whole, its halves, quarters and eighths: where none of them may be read, the limit is too small for this dataset. */
const MOST_TOO_DEAR = 1 + 2 + 4 + 8;
/** Small commits read far more in all than a large one does: so many more times may the limit be spent by one search. */
const MOST_PAID = 8;

/**
 * One commit of all; where the warehouse refuses it for what is in it, halves, and halves of those, until what is at fault stands
 * alone. Each half is a commit of its own: what went before stays.
 * @param signal ends the search before the next commit
 * @throws what a commit throws that may pass, or that is no matter of single batches
 */
export async function sift(
  warehouse: Warehouse,
  commit: Omit<Commit, 'feed'>,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Sifted> {
  const tried = await committed(warehouse, commit, clock);
  if (!isRefusal(tried)) return { report: tried, culprits: [], tooDear: [], untried: [] };
  const { batches = [], unchanged = [], waiting, gone, ...run } = commit;
  // What comes with them goes first, and alone.
  const report = await warehouse.commit(
    { ...(waiting && { waiting }), ...(gone && { gone }), ...run },
    clock,
  );
  const search = new Search((piece) => committed(warehouse, { ...piece, ...run }, clock), report);
  return search.through({ batches, unchanged }, tried, signal);
}

type Piece = Required<Portion>;

class Search {
  readonly #commit: (piece: Piece) => Promise<CommitReport | Refusal>;
  readonly #culprits: Culprit[] = [];
  readonly #tooDear: SeenObject[] = [];
  #report: CommitReport;
  #passed = 0;
  #refusedForCost = 0;

  constructor(commit: (piece: Piece) => Promise<CommitReport | Refusal>, report: CommitReport) {
    this.#commit = commit;
    this.#report = report;
  }

  /** By cost the larger pieces first: the fewer are paid for. */
  async through(whole: Piece, refusal: Refusal, signal?: AbortSignal): Promise<Sifted> {
    const waiting = this.#divide(whole, refusal);
    const untried: SeenObject[] = [];
    let { error } = refusal;
    for (let piece = waiting.shift(); piece !== undefined; piece = waiting.shift()) {
      if (signal?.aborted || this.#isEnough()) {
        untried.push(...piece.unchanged, ...piece.batches);
        continue;
      }
      const outcome = await this.#commit(piece);
      if (isRefusal(outcome)) {
        error = outcome.error;
        const next = this.#divide(piece, outcome);
        if (outcome.reason === OVER_BUDGET) waiting.push(...next);
        else waiting.unshift(...next);
      } else this.#add(outcome);
    }
    // Nothing tells these from all others.
    const isOfAll = this.#passed === 0 && (this.#refusedForCost > 0 || this.#culprits.length > MOST_CULPRITS);
    if (isOfAll) throw error;
    return { report: this.#report, culprits: this.#culprits, tooDear: this.#tooDear, untried };
  }

  /** What to try next of a piece that was refused: nothing where it is a single object, whose fate is known then. */
  #divide(piece: Piece, { reason, detail, error }: Refusal): Piece[] {
    if (reason === OVER_BUDGET) this.#refusedForCost += 1;
    if (piece.batches.length + piece.unchanged.length > 1) return halvesOf(piece);
    const [batch] = piece.batches;
    if (reason === OVER_BUDGET) this.#tooDear.push(...piece.unchanged, ...piece.batches);
    else if (batch === undefined) throw error;
    else this.#culprits.push({ batch, reason, detail });
    return [];
  }

  #isEnough(): boolean {
    if (this.#culprits.length > MOST_CULPRITS) return true;
    if (this.#passed === 0) return this.#refusedForCost >= MOST_TOO_DEAR;
    return this.#refusedForCost > 0 && this.#passed >= MOST_PAID;
  }

  #add({ dataVersion, objects, sessions }: CommitReport): void {
    this.#passed += 1;
    const before = this.#report;
    this.#report = { dataVersion, objects: before.objects + objects, sessions: before.sessions + sessions };
  }
}

function halvesOf({ batches, unchanged }: Piece): Piece[] {
  const at = Math.ceil((batches.length + unchanged.length) / 2);
  const first = {
    unchanged: unchanged.slice(0, at),
    batches: batches.slice(0, Math.max(0, at - unchanged.length)),
  };
  const second = { unchanged: unchanged.slice(at), batches: batches.slice(first.batches.length) };
  return [first, second];
}
