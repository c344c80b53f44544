import type { Config } from '../base/config.ts';
import { EarshotError } from '../base/errors.ts';
import { SETTINGS } from '../base/settings.ts';

/** What decides how files are loaded: only the process that loads, the owner, can apply it. */
const LOADING = [
  'bucket',
  'feedTimeZone',
  'fallbackIntents',
  'agentRequestIntents',
  'withheldCustomerIds',
  'redact',
  'maxObjectBytes',
  'maxUnpackedBytes',
  'maxUnpackRatio',
  'maxDepth',
  'maxTurns',
  'maxTextChars',
  'workers',
] as const;

/** By name of the setting, as text; lists in order, comma-separated. */
export type OwnerSettings = Readonly<Record<string, string>>;

export function ownerSettings(config: Config): OwnerSettings {
  return Object.fromEntries(LOADING.map((name) => [name, textOf(config[name])]));
}

/** @throws EarshotError `owner_settings_differ` when the owner would load otherwise than this command says */
export function requireSameSettings(
  config: Config,
  owner: { readonly pid: number; readonly settings?: OwnerSettings },
): void {
  const mine = ownerSettings(config);
  for (const name of LOADING) {
    const theirs = owner.settings?.[name];
    if (theirs !== undefined && theirs !== mine[name])
      throw differ(name, mine[name] ?? '', theirs, owner.pid);
  }
}

function differ(name: (typeof LOADING)[number], mine: string, theirs: string, pid: number): EarshotError {
  const { flag } = SETTINGS[name];
  return new EarshotError(
    'conflict',
    'owner_settings_differ',
    `The owner of the warehouse (pid ${pid}) runs with ${flag} "${theirs}"; this command has "${mine}". Nothing was loaded.`,
    {
      hint: `Run this with ${flag} "${theirs}", or end the owner and run it again: then its own ${flag} counts.`,
      facts: { setting: name, owner: theirs, asked: mine, pid },
    },
  );
}

function textOf(value: Config[(typeof LOADING)[number]]): string {
  return typeof value === 'object' ? [...value].sort().join(',') : String(value);
}
