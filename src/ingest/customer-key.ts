import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';
import { keyIdOf } from './pseudonym.ts';

/**
 * Binds a warehouse that holds nothing yet to the key of its pseudonyms; one that holds something must have the same.
 * @throws EarshotError `customer_key_differs`
 */
export async function requireKey(warehouse: Warehouse, config: Config, clock: Clock): Promise<void> {
  const keyId = keyIdOf(config.customerKey);
  const bound = await warehouse.customerKeyId();
  if (bound === keyId) return;
  const [row] = await warehouse.query({
    sql: `SELECT count(*) AS n FROM ledger WHERE state IN ('loaded', 'quarantined', 'gone')`,
    params: [],
  });
  if (Number(row?.n) === 0) {
    await warehouse.note({ kind: 'customer_key', keyId }, clock);
    return;
  }
  throw new EarshotError(
    'conflict',
    'customer_key_differs',
    `The warehouse has customers ${described(bound)}; this process runs ${described(keyId)}.`,
    {
      hint: 'Nothing was loaded. Set EARSHOT_CUSTOMER_KEY as before, or make the warehouse anew: `earshot ingest --rebuild --accept`.',
      facts: { warehouse: bound, process: keyId },
    },
  );
}

const described = (keyId: string | null): string =>
  keyId === null ? 'without EARSHOT_CUSTOMER_KEY' : `under the key ${keyId} (EARSHOT_CUSTOMER_KEY)`;
