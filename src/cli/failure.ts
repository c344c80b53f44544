import { CommanderError } from 'commander';
import { EarshotError, messageOf } from '../base/errors.ts';
import { plain } from './terminal.ts';

export interface Failure {
  readonly exitCode: number;
  /** Lines for the person; empty when all was said. */
  readonly lines: readonly string[];
}

/** How any error looks on a terminal: a message and a hint, never a stack trace unless EARSHOT_DEBUG=1. */
export function failureOf(error: unknown, env: NodeJS.ProcessEnv): Failure {
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2, lines: [] };
  const stack = env.EARSHOT_DEBUG === '1' && error instanceof Error ? [error.stack ?? ''] : [];
  if (error instanceof EarshotError) {
    const hint = error.hint === undefined ? [] : [`  ${plain(error.hint)}`];
    return { exitCode: error.exitCode, lines: [`earshot: ${plain(error.message)}`, ...hint, ...stack] };
  }
  const hint = '  This is a fault of Earshot. EARSHOT_DEBUG=1 shows where it happened.';
  return { exitCode: 70, lines: [`earshot: ${plain(messageOf(error))}`, hint, ...stack] };
}

/** Commander's own words, in the form of every other error. */
export function usageLines(text: string): string {
  const [message = '', ...rest] = text
    .trim()
    .replace(/^error: /, '')
    .split('\n');
  const hints = rest.map((line) => `  ${line.replace(/^\((.*)\)$/, '$1')}`);
  return `${[`earshot: ${message}`, ...hints].join('\n')}\n`;
}
