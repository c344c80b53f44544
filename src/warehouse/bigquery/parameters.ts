/** A value beside a statement; a list is an array of text. */
export type Parameter = string | number | bigint | boolean | null | readonly string[];

/** As the API takes them: `p1` is the first. */
export function parametersOf(values: readonly Parameter[]): object[] {
  return values.map((value, index) => ({ name: `p${index + 1}`, ...typedValue(value) }));
}

function typedValue(value: Parameter): object {
  if (typeof value === 'object' && value !== null) {
    return {
      parameterType: { type: 'ARRAY', arrayType: { type: 'STRING' } },
      parameterValue: { arrayValues: value.map((one) => ({ value: one })) },
    };
  }
  return {
    parameterType: { type: typeOf(value) },
    parameterValue: { value: value === null ? null : String(value) },
  };
}

function typeOf(value: Exclude<Parameter, readonly string[]>): string {
  if (typeof value === 'bigint') return 'INT64';
  if (typeof value === 'boolean') return 'BOOL';
  if (typeof value === 'number') return Number.isInteger(value) ? 'INT64' : 'FLOAT64';
  return 'STRING';
}

/** Statements of the port name their parameters `$1`, as DuckDB does; text in a statement is always a parameter. */
export function named(sql: string): string {
  return sql.replace(/\$(\d+)/g, '@p$1');
}
