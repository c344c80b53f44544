import { EarshotError } from '../base/errors.ts';
import type { Budget } from './budget.ts';
import type { Tokens } from './model.ts';

/** Why a run of the author ends before its last call, or ends without one. */

export function tooSmall({ input, output }: Tokens): EarshotError {
  const message = `The budget does not reach for one call, which takes about ${input + output} tokens.`;
  return stop('budget_spent', message, 'Give more with --max-tokens or --max-cost.');
}

/** Requests under way go on and are paid for: the figures are those of now. */
export function budgetSpent({ input, output, cost }: Budget): EarshotError {
  const used = `${input + output} tokens were used${cost === null ? '' : `, which cost ${cost.toFixed(4)}`}`;
  const message =
    input + output === 0
      ? 'The budget is used up by the requests under way.'
      : `The budget is spent: ${used}.`;
  return stop('budget_spent', message, 'The same command goes on, with as much again.', {
    input,
    output,
    cost,
  });
}

export function unfit(message: string): EarshotError {
  return stop(
    'llm_unfit',
    message,
    'The log counts what was wrong. A larger model may follow the plan better.',
  );
}

function stop(code: string, message: string, hint: string, facts?: EarshotError['facts']): EarshotError {
  return new EarshotError('environment', code, message, { hint, ...(facts && { facts }) });
}
