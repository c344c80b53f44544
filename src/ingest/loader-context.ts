import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import type { Log } from '../base/log.ts';
import type { Keeping } from '../contract/keeping.ts';
import type { Store } from '../store/store.ts';
import type { Warehouse } from '../warehouse/warehouse.ts';

export interface LoaderContext {
  readonly store: Store;
  readonly warehouse: Warehouse;
  readonly config: Config;
  readonly clock: Clock;
  readonly log: Log;
  /** What is kept out; the warehouse's own by default. */
  readonly keeping?: Keeping;
  /** Staged sessions that are worth being loaded while the rest is being staged. */
  readonly portionSessions?: number;
}
