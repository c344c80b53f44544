/** What differs between the engines. Arguments are rendered SQL; results are expressions that need no brackets. */
export interface Dialect {
  /** Whether the engine keeps numbers of values (`NUMBERED` and `CODED` of the contract) to count and group by, and each call's one before. */
  readonly hasNumbers: boolean;
  /** Whether sessions lie in partitions by the day of their start, and a statement has to say which it reads. */
  readonly hasPartitions: boolean;
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
  /** A number that is not negative to the nearest integer, half up. */
  round(number: string): string;
  /** The value in the row of the group in which the other one is greatest. */
  maxBy(value: string, greatest: string): string;
  epochMillis(timestamp: string): string;
  /** Months from January of year 1 to that of an instant, given in milliseconds since 1970. */
  months(epochMillis: string): string;
  /** An order that a seed shuffles; the same seed gives the same order. */
  shuffled(text: string, seed: string): string;
  readonly lists: ListDialect;
}

/** Lists of structs. Conditions and values speak of the element as `t`. */
export interface ListDialect {
  /** Whether the condition holds for any element. */
  any(list: string, condition: string): string;
  min(list: string, condition: string, value: string): string;
  max(list: string, condition: string, value: string): string;
  /** The elements for which the condition holds, each as a struct of the fields. */
  pick(list: string, condition: string, fields: Readonly<Record<string, string>>): string;
  /** @param position from 1; null beyond the ends */
  at(list: string, position: string): string;
  /** A query of one row an element, `turn`, beside the columns of the row that holds the list. */
  explode(columns: readonly string[], list: string, from: string): string;
}
