import type { Keeping } from '../contract/keeping.ts';
import type { CleanSession } from './clean/cleaned.ts';
import { pseudonymOf, tombstoneOf } from './pseudonym.ts';

export type Refusal = 'erased' | 'expired';

/** A caller who calls often is met often in one file. */
const MAX_KNOWN = 100_000;

/** Decides which sessions may enter, and under which customer_id. */
export class Gate {
  readonly #key: string | null;
  readonly #tombstoneKey: string;
  readonly #tombstones: ReadonlySet<string>;
  readonly #retainFromMs: number;
  readonly #stored = new Map<string, string>();

  /** @param key of the pseudonyms; null stores ids as they came */
  constructor(key: string | null, { tombstoneKey, tombstones, retainFrom }: Keeping) {
    this.#key = key;
    this.#tombstoneKey = tombstoneKey;
    this.#tombstones = new Set(tombstones);
    this.#retainFromMs = retainFrom === null ? Number.NEGATIVE_INFINITY : Date.parse(retainFrom);
  }

  refusalOf(session: Pick<CleanSession, 'customer_id' | 'startMs'>): Refusal | null {
    if (this.isErased(session.customer_id)) return 'erased';
    return session.startMs < this.#retainFromMs ? 'expired' : null;
  }

  isErased(customerId: string | null): boolean {
    if (customerId === null || this.#tombstones.size === 0) return false;
    return this.#tombstones.has(tombstoneOf(customerId, this.#tombstoneKey));
  }

  storedId(customerId: string): string;
  storedId(customerId: string | null): string | null;
  storedId(customerId: string | null): string | null {
    if (customerId === null || this.#key === null) return customerId;
    const known = this.#stored.get(customerId);
    if (known !== undefined) return known;
    if (this.#stored.size >= MAX_KNOWN) this.#stored.clear();
    const stored = pseudonymOf(customerId, this.#key);
    this.#stored.set(customerId, stored);
    return stored;
  }

  /** Puts the stored id in the place of the raw one, in what cleaning recorded of it too. */
  conceal(session: CleanSession): void {
    if (this.#key === null) return;
    session.customer_id = this.storedId(session.customer_id);
    session.log.conceal('customer_id');
  }
}
