import { EarshotError, messageOf, systemCode } from '../base/errors.ts';

/** Where a command writes: the result to `write`, all else to `say`. */
export interface Terminal {
  /** A person reads the result: tables instead of JSON. */
  readonly isTerminal: boolean;
  /** A person sees the other stream: progress bars instead of lines. */
  readonly showsProgress: boolean;
  readonly hasColour: boolean;
  /** Appends to the result. False when nobody reads any more: the rest may be left out. */
  write(text: string): boolean;
  /** One line for the person who waits. */
  say(line: string): void;
  /** The stream of `say`, for a progress bar. */
  readonly progressStream: NodeJS.WritableStream;
}

export interface ProcessTerminal extends Terminal {
  /** Resolves when all that was written has left, or can't. */
  drained(): Promise<void>;
}

interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * A reader that went away (`| head`) is no error: what the command does is still done, only unread.
 * @param onUnwritable called once when the result can't be written, as on a full disk: `output_unwritable`
 */
export function processTerminal(
  { stdout, stderr }: Streams,
  env: NodeJS.ProcessEnv,
  onUnwritable: (error: EarshotError) => void,
): ProcessTerminal {
  let isRead = true;
  let isHeard = true;
  stdout.on('error', (error) => {
    if (isRead && systemCode(error) !== 'EPIPE') onUnwritable(unwritable(error));
    isRead = false;
  });
  // Nobody is left to be told.
  stderr.on('error', () => {
    isHeard = false;
  });
  return {
    isTerminal: stdout.isTTY === true,
    showsProgress: stderr.isTTY === true && env.TERM !== 'dumb',
    hasColour: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
    write: (text) => {
      if (isRead) stdout.write(text);
      return isRead;
    },
    say: (line) => {
      if (isHeard) stderr.write(`${line}\n`);
    },
    progressStream: stderr,
    drained: () =>
      new Promise((resolve) => {
        if (isRead) stdout.write('', () => resolve());
        else resolve();
      }),
  };
}

function unwritable(cause: unknown): EarshotError {
  return new EarshotError(
    'environment',
    'output_unwritable',
    `The result can't be written: ${messageOf(cause)}.`,
    {
      hint: 'Free some space, or write it elsewhere. What the command did besides is done.',
      facts: { reason: systemCode(cause) ?? null },
      cause,
    },
  );
}

/** Grey on a terminal that shows colours, else as it is. */
export function dim(text: string, terminal: Pick<Terminal, 'hasColour'>): string {
  return terminal.hasColour ? `\u001b[2m${text}\u001b[22m` : text;
}

/** A word that came from outside must not steer the terminal, nor break a line. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}
