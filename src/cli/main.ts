import { packageVersion } from '../app/package.ts';
import { systemClock } from '../base/clock.ts';
import { loadConfig } from '../base/config.ts';
import { lineLog } from '../base/log.ts';
import { SETTINGS } from '../base/settings.ts';
import type { CommandContext } from './context.ts';
import { failureOf } from './failure.ts';
import { type Interrupt, onInterrupt } from './interrupt.ts';
import { optionsOf } from './options.ts';
import { buildProgram, type Invocation } from './program.ts';
import { type ProcessTerminal, processTerminal, type Terminal } from './terminal.ts';

await main();

async function main(): Promise<void> {
  const { env } = process;
  let unwritten: number | undefined;
  const terminal: ProcessTerminal = processTerminal(process, env, (error) => {
    const { exitCode, lines } = failureOf(error, env);
    for (const line of lines) terminal.say(line);
    unwritten = exitCode;
  });
  const interrupt = onInterrupt(process, (line) => terminal.say(line));
  const output = { out: terminal.write, err: (text: string) => terminal.say(text.trimEnd()) };
  const program = buildProgram(packageVersion(), output, (invocation) =>
    invoke(invocation, terminal, interrupt, env),
  );
  try {
    const words = process.argv.slice(2);
    await program.parseAsync(words.length > 0 ? words : ['--help'], { from: 'user' });
    await terminal.drained();
    process.exitCode = interrupt.exitCode ?? unwritten ?? 0;
  } catch (error) {
    const { exitCode, lines } = failureOf(error, env);
    const isInterruption = interrupt.signal.aborted && error === interrupt.signal.reason;
    for (const line of isInterruption ? ['earshot: interrupted.'] : lines) terminal.say(line);
    process.exitCode = interrupt.exitCode ?? exitCode;
  }
}

async function invoke(
  invocation: Invocation,
  terminal: Terminal,
  interrupt: Interrupt,
  env: NodeJS.ProcessEnv,
) {
  const { spec, argument, options, flags } = invocation;
  const context: CommandContext = {
    argument,
    options: optionsOf(options),
    isGiven: (setting) => flags[setting] !== undefined || Boolean(env[SETTINGS[setting].env]),
    config: () => loadConfig(flags, env),
    terminal,
    log: lineLog((line) => terminal.say(line.trimEnd())),
    clock: systemClock,
    env,
    signal: interrupt.signal,
  };
  const command = await spec.load();
  await command.run(context);
}
