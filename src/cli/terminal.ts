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

interface Streams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/** A reader that went away (`| head`) is no error: what the command does is still done, only unread. */
export function processTerminal({ stdout, stderr }: Streams, env: NodeJS.ProcessEnv): Terminal {
  let isRead = true;
  let isHeard = true;
  ignoreClosedPipe(stdout, () => {
    isRead = false;
  });
  ignoreClosedPipe(stderr, () => {
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
  };
}

function ignoreClosedPipe(stream: NodeJS.WriteStream, onClosed: () => void): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    onClosed();
  });
}

/** Grey on a terminal that shows colours, else as it is. */
export function dim(text: string, terminal: Pick<Terminal, 'hasColour'>): string {
  return terminal.hasColour ? `\u001b[2m${text}\u001b[22m` : text;
}

/** A word that came from outside must not steer the terminal, nor break a line. */
export function plain(text: string): string {
  return text.replace(/\p{Cc}/gu, '\ufffd');
}
