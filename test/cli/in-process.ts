import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import type { CommandContext } from '../../src/cli/context.ts';
import { failureOf } from '../../src/cli/failure.ts';
import { optionsOf } from '../../src/cli/options.ts';
import { buildProgram, type Invocation } from '../../src/cli/program.ts';
import type { Ended } from './earshot.ts';

/** A command as `earshot WORDS` in a pipe, without the second that a process takes to start. */
export async function runWords(words: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const heard = { stdout: '', stderr: '' };
  const out = (text: string) => {
    heard.stdout += text;
    return true;
  };
  const err = (line: string) => {
    heard.stderr += `${line}\n`;
  };
  const invoke = async ({ spec, argument, options, flags }: Invocation) => {
    const context: CommandContext = {
      argument,
      options: optionsOf(options),
      isGiven: (setting) => flags[setting] !== undefined,
      config: () => loadConfig(flags, env),
      terminal: {
        isTerminal: false,
        showsProgress: false,
        hasColour: false,
        write: out,
        say: err,
        progressStream: process.stderr,
      },
      log: silentLog,
      clock: fixedClock('2025-06-01T00:00:00Z'),
      env,
      signal: new AbortController().signal,
    };
    await (await spec.load()).run(context);
  };
  try {
    await buildProgram('0', { out, err: (text) => err(text.trimEnd()) }, invoke).parseAsync([...words], {
      from: 'user',
    });
    return { code: 0, ...heard };
  } catch (error) {
    const { exitCode, lines } = failureOf(error, env);
    for (const line of lines) err(line);
    return { code: exitCode, ...heard };
  }
}
