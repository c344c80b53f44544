import { mayDo, type Visitor } from '../access/role.ts';
import { EarshotError } from '../base/errors.ts';
import type { Scope } from '../metrics/question.ts';

/** Filters that single one caller, or one call, out. */
const SINGLING = new Set(['customer_id', 'session_id']);

/**
 * Numbers of one caller are that caller's story, which numbers alone are not for.
 * @throws EarshotError `role_required`
 */
export function refuseSingling(visitor: Visitor, { where = [] }: Scope): void {
  if (mayDo(visitor, 'analyst')) return;
  const filter = where.find(({ field }) => SINGLING.has(field));
  if (!filter) return;
  throw new EarshotError(
    'forbidden',
    'role_required',
    `A filter by ${filter.field} needs a token of the role analyst; "${visitor.name}" is a ${visitor.may}.`,
    { hint: 'Filter by what many calls share.' },
  );
}
