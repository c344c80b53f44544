import { type AuthoringRun, runAuthoring } from '../app/authoring.ts';
import { EarshotError } from '../base/errors.ts';
import type { SimulateOptions } from '../simulate/options.ts';
import { authorOptionsOf, DEFAULT_AUTHOR_SESSIONS } from './author-flags.ts';
import { authoringLines, authoringState } from './author-text.ts';
import type { CommandContext } from './context.ts';
import { progressView } from './progress.ts';
import { printResult } from './result.ts';
import { simulationOf } from './simulation.ts';

/** Simulates with a language model's words. */
export async function author(context: CommandContext): Promise<void> {
  const { options } = context;
  if (options.text('dirty') !== undefined) throw grammarOnly('--dirty');
  if (options.flag('live')) throw grammarOnly('--live');
  const sessions = options.integer('sessions') ?? DEFAULT_AUTHOR_SESSIONS;
  const run = await authored(context, { ...simulationOf(options), sessions });
  if (run.stop === null || run.stop.code === 'budget_spent') print(context, run);
  if (run.stop) throw withState(run.stop, run);
}

function grammarOnly(flag: string): EarshotError {
  return new EarshotError(
    'usage',
    'bad_option',
    `${flag} goes with the grammar only: not with --author llm.`,
  );
}

async function authored(context: CommandContext, asked: SimulateOptions): Promise<AuthoringRun> {
  const { terminal, log, clock, signal, env } = context;
  const view = progressView(terminal, 'Wording', 'calls');
  try {
    return await runAuthoring(context.config(), asked, authorOptionsOf(context.options), {
      log,
      clock,
      signal,
      env,
      progress: (settled, planned) => view.show(settled, planned),
    });
  } finally {
    view.end();
  }
}

function print(context: CommandContext, run: AuthoringRun): void {
  const { requests, files, ...log } = run.log;
  const { logFile, truthFile } = run;
  const record = {
    ...log,
    requests: requests.length,
    files: files.length,
    logFile,
    ...(truthFile !== null && { truthFile }),
  };
  printResult(context, record, authoringLines(run));
}

/** The cause of a stop, with what is there now. */
function withState({ kind, code, message, hint, facts }: EarshotError, run: AuthoringRun): EarshotError {
  const hints = [hint, authoringState(run)].filter((each) => each !== undefined);
  return new EarshotError(kind, code, message, {
    hint: hints.join(' '),
    facts: { ...facts, logFile: run.logFile },
  });
}
