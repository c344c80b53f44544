import type { Clock } from '../base/clock.ts';
import { type MisfitKind, turnsOf } from './answer.ts';
import { type Budget, expectedTokens } from './budget.ts';
import { CallFailure } from './call-failure.ts';
import { misfits } from './fit.ts';
import type { Completion, LanguageModel, Message, Tokens } from './model.ts';
import type { Plan } from './plan.ts';
import { promptOf, repairOf } from './prompt.ts';
import { withRetries } from './retry.ts';
import type { Settlement } from './settlement.ts';
import { budgetSpent, tooSmall } from './stops.ts';
import type { Tally } from './tally.ts';
import { worded } from './worded.ts';

/** The first question and two repairs. */
const MAX_ASKS = 3;
/** Room for models that think before they answer. */
const OUTPUT_TIMES = 4;
const OUTPUT_EXTRA = 2048;

export interface Desk {
  readonly model: LanguageModel;
  readonly budget: Budget;
  readonly tally: Tally;
  readonly clock: Clock;
  readonly backOffMs: number;
  readonly signal: AbortSignal;
}

/** Has one call worded. @throws EarshotError that ends the run, as `budget_spent`; what the signal was aborted with */
export async function settle(desk: Desk, plan: Plan): Promise<Settlement> {
  const { session_id } = plan.session;
  const prompt = promptOf(plan);
  const answeredBefore = desk.tally.answered;
  let messages = prompt;
  let reasons: readonly MisfitKind[] = [];
  for (let ask = 1; ask <= MAX_ASKS; ask++) {
    const completion = await completed(desk, plan, messages, ask).catch((error) =>
      orGiveUp(error, desk.tally.answered > answeredBefore),
    );
    if (completion === null) return { kind: 'refused', session_id, asks: ask, reasons: ['no_answer'] };
    const verdict = judged(plan, completion);
    if (verdict.texts) return { kind: 'accepted', session_id, asks: ask, texts: verdict.texts };
    reasons = verdict.misfits.map(({ kind }) => kind);
    desk.tally.misfit(reasons);
    messages = repairOf(prompt, completion.text, verdict.misfits);
  }
  return { kind: 'refused', session_id, asks: MAX_ASKS, reasons };
}

/** When the server answers others meanwhile, this call is at fault; else the run ends. */
function orGiveUp(error: unknown, othersAreAnswered: boolean): null {
  if (!(error instanceof CallFailure)) throw error;
  const isOwnFault = ['server_error', 'timed_out', 'cut'].includes(error.kind) && othersAreAnswered;
  if (isOwnFault) return null;
  throw error.verdict;
}

function judged(plan: Plan, completion: Completion) {
  const turns = turnsOf(completion);
  if ('kind' in turns) return { texts: null, misfits: [turns] };
  const found = misfits(plan, turns);
  if (found.length > 0) return { texts: null, misfits: found };
  const texts = turns.map(({ text }) => text.trim());
  const session = worded(plan, texts);
  return 'kind' in session ? { texts: null, misfits: [session] } : { texts };
}

async function completed(
  desk: Desk,
  plan: Plan,
  messages: readonly Message[],
  ask: number,
): Promise<Completion> {
  const { budget, signal, backOffMs, tally } = desk;
  const gistChars = plan.turns.reduce((sum, { gist }) => sum + gist.length, 0);
  const expected = expectedTokens(messages, gistChars, plan.turns.length);
  const attempt = () => attempted(desk, { plan, messages, ask, expected });
  const failed = ({ mayHaveCost }: CallFailure) => {
    if (mayHaveCost) budget.spend({ ...expected, output: 0 });
  };
  return withRetries(attempt, { signal, backOffMs, hasAnswered: () => tally.answered > 0, failed });
}

interface Attempt {
  readonly plan: Plan;
  readonly messages: readonly Message[];
  readonly ask: number;
  readonly expected: Tokens;
}

/** One request. Room in the budget is taken for each anew, since a failed one may have used its own. */
async function attempted(desk: Desk, { plan, messages, ask, expected }: Attempt): Promise<Completion> {
  const { model, budget, tally, clock, signal } = desk;
  if (!budget.reserve(expected)) throw budget.isUntouched ? tooSmall(expected) : budgetSpent(budget);
  const startedMs = clock.now().getTime();
  const record = (result: 'answered' | CallFailure['kind'], tokens: Tokens | null) => {
    const millis = clock.now().getTime() - startedMs;
    tally.request({ session_id: plan.session.session_id, ask, millis, result }, tokens);
  };
  try {
    const maxOutputTokens = expected.output * OUTPUT_TIMES + OUTPUT_EXTRA;
    const completion = await model.complete({ messages, maxOutputTokens, signal });
    const tokens = completion.tokens ?? expected;
    budget.spend(tokens);
    record('answered', tokens);
    return completion;
  } catch (error) {
    if (error instanceof CallFailure) record(error.kind, null);
    throw error;
  } finally {
    budget.release(expected);
  }
}
