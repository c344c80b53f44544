/** Where a run says what it does. Lines carry positions and codes, never a caller's values. */
export interface Log {
  info(message: string, facts?: LogFacts): void;
  warn(message: string, facts?: LogFacts): void;
}
export type LogFacts = Readonly<Record<string, string | number | boolean | null>>;

export const silentLog: Log = { info: () => {}, warn: () => {} };

/** One line per event: `message key=value …`, for a terminal's or a service's error stream. */
export function lineLog(write: (line: string) => void): Log {
  const line =
    (level: string) =>
    (message: string, facts: LogFacts = {}) => {
      const pairs = Object.entries(facts).map(([key, value]) => ` ${key}=${JSON.stringify(value)}`);
      write(`${level}${message}${pairs.join('')}\n`);
    };
  return { info: line(''), warn: line('warning: ') };
}
