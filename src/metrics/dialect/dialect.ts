/** What differs between the engines. Arguments are rendered SQL; results are expressions that need no brackets. */
export interface Dialect {
  /** Whether the engine keeps numbers of values (`NUMBERED` and `CODED` of the contract) to count and group by. */
  readonly hasNumbers: boolean;
  /** The one place where a name becomes an identifier. */
  quote(name: string): string;
  /** @param position from 1 */
  placeholder(position: number): string;
  integer(expression: string): string;
  countIf(condition: string): string;
  /**
   * Exact number of distinct values, 0 over nothing.
   * @param key the numbers of the values
   * @param groups how many rows the result may have
   */
  countDistinct(value: string, key: string, groups: 'few' | 'any'): string;
  /** Sum of integers as a plain 64-bit integer, 0 over nothing. */
  sum(expression: string): string;
  /** Like `sum`, of the products of two integers, as a float: exact up to 2^53 in any order, and beyond it no overflow. */
  sumOfProducts(one: string, other: string): string;
  /** Integer division of numbers that are not negative. */
  divide(dividend: string, divisor: string): string;
  epochMillis(timestamp: string): string;
  /** Months from January of year 1 to that of an instant, given in milliseconds since 1970. */
  months(epochMillis: string): string;
}
