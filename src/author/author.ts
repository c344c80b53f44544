import { createHash } from 'node:crypto';
import pMap, { pMapSkip } from 'p-map';
import type { Clock } from '../base/clock.ts';
import { EarshotError } from '../base/errors.ts';
import type { SimulateOptions } from '../simulate/options.ts';
import type { Scenario } from '../simulate/scenario/schema.ts';
import { Budget } from './budget.ts';
import { Draft, fileBytes, sessionOf } from './draft.ts';
import { Gate } from './gate.ts';
import type { Journal } from './journal.ts';
import { type AuthorLog, authorLog } from './log.ts';
import type { LanguageModel } from './model.ts';
import type { AuthorOptions } from './options.ts';
import type { Plan } from './plan.ts';
import { plannedFiles } from './planned-file.ts';
import { promptOf, promptSha256 } from './prompt.ts';
import { settle } from './settle.ts';
import { budgetSpent, unfit } from './stops.ts';
import { Tally } from './tally.ts';

/** A model that fits none of so many calls in a row fits none of the next ones either. */
const MAX_REFUSED_IN_A_ROW = 20;

export interface AuthorEffects {
  readonly model: LanguageModel;
  readonly journal: Journal;
  readonly clock: Clock;
  /** Writes an object whole or not at all. */
  put(object: string, bytes: Uint8Array): Promise<{ readonly generation: string }>;
  /** Whether the bucket still has what an earlier run wrote. */
  holds(object: string, generation: string): Promise<boolean>;
  /** The first wait before a request is tried again. */
  readonly backOffMs: number;
  progress?(settled: number, planned: number): void;
  /** Takes lines of what truly happened, once the file of their calls is whole. */
  truth?(lines: readonly string[]): void;
  /** Ends the run at once; what was accepted stays. */
  readonly signal?: AbortSignal;
}

export interface Authored {
  readonly log: AuthorLog;
  /** Why the run ended before its last call; null when it did not, or was interrupted. */
  readonly stop: EarshotError | null;
}

/**
 * Has a language model word the calls that the simulator makes of these options, and writes them as session files, each once
 * all its calls are settled. What the journal knows is neither asked nor written again.
 * @throws whatever `put`, `holds` and the journal throw
 */
export async function authorCalls(
  options: SimulateOptions,
  author: AuthorOptions,
  scenario: Scenario,
  effects: AuthorEffects,
): Promise<Authored> {
  const startedAt = effects.clock.now().toISOString();
  const run = new AuthorRun(options, author, effects);
  await pMap(run.calls(scenario), (call) => run.take(call), { concurrency: author.concurrency });
  const finishedAt = effects.clock.now().toISOString();
  return run.end(startedAt, finishedAt);
}

interface PlannedCall {
  readonly plan: Plan;
  readonly draft: Draft;
}

class AuthorRun {
  private readonly options: SimulateOptions;
  private readonly author: AuthorOptions;
  private readonly effects: AuthorEffects;
  private readonly tally = new Tally();
  private readonly budget: Budget;
  private readonly gate: Gate;
  /** What the bucket or the journal threw. */
  private fault: { readonly error: unknown } | null = null;
  private readonly prompts = createHash('sha256');

  constructor(options: SimulateOptions, author: AuthorOptions, effects: AuthorEffects) {
    this.options = options;
    this.author = author;
    this.effects = effects;
    this.budget = new Budget(author);
    this.gate = new Gate(effects.signal);
  }

  /** In order; ends where the gate closes. */
  async *calls(scenario: Scenario): AsyncGenerator<PlannedCall> {
    for await (const file of plannedFiles(this.options, scenario, this.author.model)) {
      const draft = new Draft(file);
      for (const plan of file.plans) {
        if (!this.gate.isOpen) return;
        this.prompts.update(promptSha256(promptOf(plan)));
        yield { plan, draft };
      }
    }
  }

  /** Settles a call, and writes its file when it was the last one of it. */
  async take({ plan, draft }: PlannedCall): Promise<typeof pMapSkip> {
    try {
      if (await this.settled(plan, draft)) {
        this.effects.progress?.(this.tally.settled, this.options.sessions);
        if (draft.isSettled) await this.write(draft);
      }
    } catch (error) {
      this.fault ??= { error };
      this.gate.abort(error);
    }
    return pMapSkip;
  }

  private async settled(plan: Plan, draft: Draft): Promise<boolean> {
    const { journal, model, clock, backOffMs } = this.effects;
    const earlier = journal.settled.get(plan.session.session_id);
    if (earlier && (earlier.kind === 'refused' || sessionOf(plan, earlier) !== null)) {
      this.tally.settleEarlier(earlier);
      draft.settle(earlier);
      return true;
    }
    const { budget, tally, gate } = this;
    if (!gate.isOpen) return false;
    try {
      const settlement = await settle({ model, budget, tally, clock, backOffMs, signal: gate.signal }, plan);
      journal.add(settlement);
      tally.settle(settlement);
      draft.settle(settlement);
    } catch (error) {
      this.stop(error);
      return false;
    }
    if (tally.refusedInARow >= MAX_REFUSED_IN_A_ROW)
      gate.slam(unfit(`The model's answers fitted none of ${MAX_REFUSED_IN_A_ROW} calls in a row.`));
    return true;
  }

  /** A spent budget lets the requests under way end: they are paid. */
  private stop(error: unknown): void {
    if (this.gate.signal.aborted && error === this.gate.signal.reason) return;
    if (!(error instanceof EarshotError)) throw error;
    if (error.code === 'budget_spent') this.gate.close(error);
    else this.gate.slam(error);
  }

  private async write(draft: Draft): Promise<void> {
    const { object, truth } = draft.file;
    const sessions = draft.sessions();
    if (sessions.length === 0) return;
    const { journal, put, holds } = this.effects;
    const known = journal.written.get(object);
    if (known !== undefined && (await holds(object, known))) return;
    const bytes = fileBytes(sessions.map(({ session }) => session));
    const { generation } = await put(object, bytes);
    journal.add({ kind: 'written', object, generation });
    this.tally.files.push({ object, sessions: sessions.length, bytes: bytes.length });
    this.effects.truth?.(sessions.map(({ at }) => truth[at] ?? ''));
  }

  end(startedAt: string, finishedAt: string): Authored {
    if (this.fault) throw this.fault.error;
    const { options, author, tally, budget, gate } = this;
    const stop = this.reason();
    const stoppedBy =
      stop?.code ?? (gate.isInterrupted && tally.settled < options.sessions ? 'interrupted' : null);
    const promptsSha256 = this.prompts.digest('hex');
    const { server } = this.effects.model;
    const parts = { options, author, server, tally, budget, promptsSha256, startedAt, finishedAt, stoppedBy };
    return { log: authorLog(parts), stop: gate.isInterrupted ? null : stop };
  }

  /** Why the run ended early, or in vain. Of a budget with what was used in the end. */
  private reason(): EarshotError | null {
    const { options, tally, budget, gate } = this;
    if (tally.settled < options.sessions) {
      const isSpent = gate.reason?.code === 'budget_spent' && !budget.isUntouched;
      return isSpent ? budgetSpent(budget) : gate.reason;
    }
    if (tally.worded > 0) return null;
    return unfit(`The model's answers fitted none of the ${options.sessions} calls: nothing is written.`);
  }
}
