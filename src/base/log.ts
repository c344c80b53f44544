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

/** One JSON object per event, as Cloud Logging reads lines of an error stream: facts become fields that alerts count. */
export function jsonLog(write: (line: string) => void): Log {
  const line =
    (severity: string) =>
    (message: string, facts: LogFacts = {}) =>
      write(`${JSON.stringify({ severity, message, ...facts })}\n`);
  return { info: line('INFO'), warn: line('WARNING') };
}
