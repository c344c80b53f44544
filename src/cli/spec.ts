import type { SettingName } from '../base/settings.ts';
import type { Run } from './context.ts';

/** An option of one command. Help, the parser and docs/cli.md read the same table. */
export interface OptionSpec {
  /** As commander reads it: `--from <DATE>`. */
  readonly flags: string;
  readonly help: string;
  /** integer: a whole number from 0. list: may be given again, and the values add up. */
  readonly kind?: 'integer' | 'list';
  readonly choices?: readonly string[];
  /** Shown in help; the command applies it. */
  readonly default?: string;
}

export interface CommandSpec {
  readonly name: string;
  /** One line of `earshot --help`. */
  readonly summary: string;
  /** What `earshot NAME --help` adds to it, by paragraph. */
  readonly detail?: readonly string[];
  readonly argument?: { readonly name: string; readonly help: string; readonly optional?: true };
  readonly options: readonly OptionSpec[];
  /** The settings that its help shows; every command takes all of them. */
  readonly settings: readonly SettingName[];
  readonly examples: readonly string[];
  /** Imported only when the command is run, so that `earshot --help` loads no database. */
  load(): Promise<{ readonly run: Run }>;
}

/** How help shows it, and the parser reads it. */
export const placeOf = ({ name, optional }: NonNullable<CommandSpec['argument']>): string =>
  optional ? `[${name}]` : `<${name}>`;
