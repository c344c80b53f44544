import { type Customer, LONGEST_TENURE_MONTHS } from '../../contract/fields.ts';
import { WITHHELD_CUSTOMER_IDS } from '../../contract/synonyms.ts';
import type { ChangeLog } from './changes.ts';
import { isObject, type RawObject } from './cleaned.ts';
import { cleanCount } from './numbers.ts';
import { cleanWord, isNullWord } from './words.ts';

const NOBODY: Customer = { age_group: null, region: null, plan_type: null, tenure_months: null };

/** `_` and `-` count as spaces: NO_CALLER_ID is `no caller id`. */
const normalized = (id: string): string =>
  id
    .trim()
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ');

/** The contract's list of withheld ids and the settings' own. */
export function withheldIdSet(more: readonly string[]): ReadonlySet<string> {
  return new Set([...WITHHELD_CUSTOMER_IDS, ...more].map(normalized));
}

/** All zeros, however grouped: +000 000-0000. */
const isZeros = (id: string): boolean => id.includes('0') && /^[0+\s().-]+$/.test(id);

export function cleanCustomerId(
  value: unknown,
  withheld: ReadonlySet<string>,
  log: ChangeLog,
): string | null {
  if (typeof value === 'string' || typeof value === 'number') {
    const id = String(value);
    if (isZeros(id) || withheld.has(normalized(id))) {
      log.note(null, 'customer_id', value, null, 'customer_withheld');
      return null;
    }
  }
  return cleanWord(value, 'customer_id', null, log);
}

/** The caller as at the call: the optional `customer` object. */
export function cleanCustomer(value: unknown, log: ChangeLog): Customer {
  if (value === null || value === undefined) return NOBODY;
  if (!isObject(value)) {
    const isNull = typeof value === 'string' && isNullWord(value.trim());
    log.note(null, 'customer', value, null, isNull ? 'null_word' : 'wrong_type');
    return NOBODY;
  }
  return customerOf(value, log);
}

function customerOf(raw: RawObject, log: ChangeLog): Customer {
  return {
    age_group: cleanWord(raw.age_group, 'age_group', null, log),
    region: cleanWord(raw.region, 'region', null, log),
    plan_type: cleanWord(raw.plan_type, 'plan_type', null, log),
    tenure_months: cleanCount(raw.tenure_months, 'tenure_months', LONGEST_TENURE_MONTHS, log),
  };
}
