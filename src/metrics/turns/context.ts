import type { Dialect } from '../dialect/dialect.ts';
import { dialectNamed } from '../dialect/named.ts';
import { spanOf } from '../period.ts';
import type { Scope } from '../question.ts';
import { scopeSql } from '../scope.ts';
import type { Extent, Source } from '../source.ts';
import type { Sql } from '../sql.ts';

export interface AskContext {
  readonly dialect: Dialect;
  readonly extent: Extent;
}

export const contextOf = ({ dialect, extent }: Pick<Source, 'dialect' | 'extent'>): AskContext => ({
  dialect: dialectNamed(dialect),
  extent,
});

/** The sessions of a scope. @throws EarshotError of kind usage, as `compile` does */
export const whereOf = (scope: Scope, { extent }: AskContext): Sql =>
  scopeSql(scope, spanOf(scope), extent).where;
