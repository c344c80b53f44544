import type { CommandContext } from './context.ts';

/** What a run did: sentences for a person; for a program its record as one JSON line, the sentences on the other stream. */
export function printResult(
  { terminal, options }: CommandContext,
  record: object,
  sentences: readonly string[],
): void {
  if (terminal.isTerminal && !options.flag('json')) {
    terminal.write(`${sentences.join('\n')}\n`);
    return;
  }
  for (const sentence of sentences) terminal.say(sentence);
  terminal.write(`${JSON.stringify(record)}\n`);
}
