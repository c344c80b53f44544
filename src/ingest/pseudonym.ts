import { createHash, createHmac } from 'node:crypto';

/** 128 bits: no two of a billion customers share them. */
const PSEUDONYM_HEX = 32;

/** What a customer_id is stored as under a key: the same for the same id, and without the key nobody's. */
export function pseudonymOf(customerId: string, key: string): string {
  return createHmac('sha256', key).update(customerId).digest('hex').slice(0, PSEUDONYM_HEX);
}

/** Names a key without telling it; null for none. */
export function keyIdOf(key: string | null): string | null {
  return key === null
    ? null
    : createHash('sha256').update(`earshot key id ${key}`).digest('hex').slice(0, 12);
}

/** What stays of an erased customer, under the warehouse's own key. */
export function tombstoneOf(customerId: string, tombstoneKey: string): string {
  return createHmac('sha256', tombstoneKey).update(customerId).digest('hex');
}
