import { NUMBERED } from '../contract/inner-tables.ts';
import { column, type Sql } from './sql.ts';

/** The customer's number where the engine keeps one, else the id. */
export const customerColumn: Sql = (writer) =>
  column(writer.dialect.hasNumbers ? NUMBERED.customer_id : 'customer_id')(writer);
