import type { DialectName } from '../source.ts';
import type { Dialect } from './dialect.ts';
import { duckdb } from './duckdb.ts';
import { googlesql } from './googlesql.ts';

const DIALECTS: Readonly<Record<DialectName, Dialect>> = { duckdb, googlesql };

export function dialectNamed(name: DialectName): Dialect {
  return DIALECTS[name];
}
