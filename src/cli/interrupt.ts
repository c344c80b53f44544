/** The first Ctrl-C asks the command to end cleanly, the second ends the process at once. */
export function onInterrupt(process: NodeJS.Process, say: (line: string) => void): Interrupt {
  const controller = new AbortController();
  const interrupt = { signal: controller.signal, exitCode: undefined as number | undefined };
  for (const [name, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(code);
      interrupt.exitCode = code;
      if (name === 'SIGINT') say('Stopping; Ctrl-C again ends it at once.');
      controller.abort();
    });
  }
  return interrupt;
}

export interface Interrupt {
  readonly signal: AbortSignal;
  /** 128 plus the number of the signal; undefined when none came. */
  readonly exitCode: number | undefined;
}
