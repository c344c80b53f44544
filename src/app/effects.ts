import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';

/** What the app does to the world outside of its files. */
export interface AppEffects {
  readonly log: Log;
  readonly clock: Clock;
  readonly env?: NodeJS.ProcessEnv;
  /** Whether an owner serves the dashboard too; it does by default. */
  readonly pages?: boolean;
  /** Whether files are about to be loaded: workers then begin while the warehouse is opened. */
  readonly loads?: boolean;
  /** What runs here, for people who find the warehouse in use; `earshot` and the process's first argument by default. */
  readonly command?: string;
}

export function commandOf({ command }: AppEffects): string {
  return command ?? `earshot ${process.argv[2] ?? ''}`.trim();
}
