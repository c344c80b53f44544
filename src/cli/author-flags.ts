import {
  type AuthorOptions,
  DEFAULT_CONCURRENCY,
  DEFAULT_TIMEOUT_SEC,
  type Prices,
} from '../author/options.ts';
import { EarshotError } from '../base/errors.ts';
import type { Options } from './options.ts';
import type { OptionSpec } from './spec.ts';

/** Nobody means to pay for as many as the grammar makes for nothing. */
export const DEFAULT_AUTHOR_SESSIONS = 100;

/** Of `--author llm` alone. */
const MODEL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--model <NAME>', help: 'with --author llm: the model, as its server names it' },
  {
    flags: '--concurrency <N>',
    help: 'with --author llm: requests under way at once',
    kind: 'integer',
    default: String(DEFAULT_CONCURRENCY),
  },
  {
    flags: '--timeout <SEC>',
    help: 'with --author llm: of one request',
    kind: 'integer',
    default: String(DEFAULT_TIMEOUT_SEC),
  },
  { flags: '--max-tokens <N>', help: 'with --author llm: budget of this run in tokens', kind: 'integer' },
  { flags: '--max-cost <AMOUNT>', help: 'with --author llm: budget of this run in money' },
  { flags: '--price-in <AMOUNT>', help: 'with --author llm: per million tokens of questions' },
  { flags: '--price-out <AMOUNT>', help: 'with --author llm: per million tokens of answers' },
];

export const AUTHOR_OPTIONS: readonly OptionSpec[] = [
  {
    flags: '--author <WHO>',
    help: `who words the calls: the simulator's grammar, or a language model (llm; then ${DEFAULT_AUTHOR_SESSIONS} calls unless --sessions is given)`,
    choices: ['grammar', 'llm'],
    default: 'grammar',
  },
  ...MODEL_OPTIONS,
];

/** @throws EarshotError `bad_option` when an option of the model comes without it */
export function isAuthoredByModel(options: Options): boolean {
  if (options.text('author') === 'llm') return true;
  for (const { flags } of MODEL_OPTIONS) {
    const flag = flags.replace(/ .*/, '');
    const name = flag.slice(2).replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    if (options.text(name) !== undefined) {
      throw new EarshotError('usage', 'bad_option', `${flag} goes with --author llm.`);
    }
  }
  return false;
}

/** @throws EarshotError `no_prices` when only one of the two is given */
export function authorOptionsOf(options: Options): AuthorOptions {
  return {
    model: options.text('model') ?? '',
    concurrency: options.integer('concurrency') ?? DEFAULT_CONCURRENCY,
    timeoutSec: options.integer('timeout') ?? DEFAULT_TIMEOUT_SEC,
    maxTokens: options.integer('maxTokens') ?? null,
    maxCost: amountOf(options.text('maxCost')) ?? null,
    prices: pricesOf(amountOf(options.text('priceIn')), amountOf(options.text('priceOut'))),
  };
}

function pricesOf(input: number | undefined, output: number | undefined): Prices | null {
  if (input === undefined && output === undefined) return null;
  if (input !== undefined && output !== undefined) return { input, output };
  throw new EarshotError(
    'usage',
    'no_prices',
    '--price-in and --price-out go together: one of them is missing.',
  );
}

/** What is no number becomes one that the check of the options refuses. */
function amountOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
}
