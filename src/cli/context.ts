import type { Clock } from '../base/clock.ts';
import type { Config } from '../base/config.ts';
import type { Log } from '../base/log.ts';
import type { SettingName } from '../base/settings.ts';
import type { Options } from './options.ts';
import type { Terminal } from './terminal.ts';

/** All that a command gets. */
export interface CommandContext {
  readonly argument: string | undefined;
  readonly options: Options;
  /** Whether a setting was given on the command line or in the environment. */
  isGiven(setting: SettingName): boolean;
  /** @throws EarshotError `bad_setting`, `bad_settings_file`. */
  config(): Config;
  readonly terminal: Terminal;
  readonly log: Log;
  readonly clock: Clock;
  readonly env: NodeJS.ProcessEnv;
  /** Aborted by the first Ctrl-C: end cleanly and say what state things are in. */
  readonly signal: AbortSignal;
}

export type Run = (context: CommandContext) => Promise<void>;
