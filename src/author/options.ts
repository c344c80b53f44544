import { EarshotError } from '../base/errors.ts';

/** Per million tokens, in whatever currency the budget is given. */
export interface Prices {
  readonly input: number;
  readonly output: number;
}

export interface AuthorOptions {
  readonly model: string;
  /** Requests under way at once. */
  readonly concurrency: number;
  /** Of one request, answer and all. */
  readonly timeoutSec: number;
  /** Of one run; null: no limit. */
  readonly maxTokens: number | null;
  readonly maxCost: number | null;
  readonly prices: Prices | null;
}

export const DEFAULT_CONCURRENCY = 4;
export const DEFAULT_TIMEOUT_SEC = 120;
const MAX_CONCURRENCY = 256;
const MAX_TIMEOUT_SEC = 3600;

/** @throws EarshotError `no_model`, `bad_concurrency`, `bad_timeout`, `bad_budget` or `no_prices`. */
export function checkAuthorOptions(options: AuthorOptions): void {
  const { model, concurrency, timeoutSec, maxTokens, maxCost, prices } = options;
  if (model.trim() === '') {
    refuse('no_model', 'No model is named.', 'Name one that the server knows, as in --model gpt-4.1-mini.');
  }
  whole('bad_concurrency', '--concurrency', concurrency, MAX_CONCURRENCY);
  whole('bad_timeout', '--timeout', timeoutSec, MAX_TIMEOUT_SEC);
  if (maxTokens !== null) whole('bad_budget', '--max-tokens', maxTokens, Number.MAX_SAFE_INTEGER);
  for (const [flag, value] of Object.entries({
    '--price-in': prices?.input,
    '--price-out': prices?.output,
  })) {
    if (value !== undefined) amount(flag, value);
  }
  if (maxCost === null) return;
  amount('--max-cost', maxCost);
  if (maxCost === 0)
    refuse('bad_budget', '--max-cost is 0: nothing can be asked for it.', 'Give more, or leave it out.');
  if (prices === null) {
    const hint = 'Give --price-in and --price-out, per million tokens, as the server charges them.';
    refuse('no_prices', 'A budget in money needs prices: none are built in, since they age.', hint);
  }
}

function whole(code: string, flag: string, value: number, most: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  refuse(code, `${flag} is ${value}: it can not be used.`, `Give a whole number from 1 to ${most}.`);
}

function amount(flag: string, value: number): void {
  if (Number.isFinite(value) && value >= 0) return;
  refuse('bad_budget', `${flag} is not an amount.`, `Give a number from 0 on, as in ${flag} 2.50.`);
}

function refuse(code: string, message: string, hint: string): never {
  throw new EarshotError('usage', code, message, { hint });
}
