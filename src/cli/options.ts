/** The options of one command as they were parsed, by camel-cased name: `durableDays` for `--durable-days`. */
export interface Options {
  text(name: string): string | undefined;
  integer(name: string): number | undefined;
  list(name: string): readonly string[];
  flag(name: string): boolean;
  /** Whether `--no-NAME` was given. */
  denied(name: string): boolean;
}

export function optionsOf(values: Readonly<Record<string, unknown>>): Options {
  return {
    text: (name) => (values[name] === undefined ? undefined : String(values[name])),
    integer: (name) => (typeof values[name] === 'number' ? values[name] : undefined),
    list: (name) => (Array.isArray(values[name]) ? values[name].map(String) : []),
    flag: (name) => values[name] === true,
    denied: (name) => values[name] === false,
  };
}
