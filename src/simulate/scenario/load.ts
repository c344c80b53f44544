import { readFileSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EarshotError, messageOf, systemCode } from '../../base/errors.ts';
import { checkScenario } from './check.ts';
import { faultAt } from './fault.ts';
import { isMap, type Json, merged } from './merge.ts';
import type { Scenario } from './schema.ts';
import { DEFAULT_SCENARIO, SHIPPED } from './shipped.ts';
import { faultIn, type Mount, parseSource } from './source.ts';

const MAX_BYTES = 8 * 1024 * 1024;
const MAX_EXTENDS = 5;

interface Loaded {
  readonly value: unknown;
  /** The nearest source first. */
  readonly mounts: readonly Mount[];
}

/**
 * A scenario by the name of a shipped one, or by the path of a YAML or JSON file. `extends: NAME` takes another one and
 * changes it as a JSON Merge Patch (RFC 7396); `words: FILE` of a language reads that file.
 * @throws EarshotError `scenario_unreadable`; `bad_scenario` with file, line and path
 */
export function loadScenario(nameOrPath: string = DEFAULT_SCENARIO): Scenario {
  const file = fileOf(nameOrPath, process.cwd());
  const known = nameOrPath === DEFAULT_SCENARIO ? shipped : undefined;
  if (known) return known;
  const { value, mounts } = load(file, 0);
  if (nameOrPath !== DEFAULT_SCENARIO) {
    return checkScenario(value, (path, complaint) => faultIn(mounts, path, complaint));
  }
  shipped = value as Scenario;
  return shipped;
}

/** Read once, and checked by a test: both take as long as some thousand calls. */
let shipped: Scenario | undefined;

function fileOf(nameOrPath: string, folder: string): string {
  const along = SHIPPED.find((name) => name === nameOrPath);
  if (along === undefined) return resolve(folder, nameOrPath);
  return fileURLToPath(new URL(`../scenarios/${along}.yaml`, import.meta.url));
}

function load(file: string, depth: number): Loaded {
  const source = parseSource(file, read(file));
  const mount: Mount = { at: [], source };
  const { value } = source;
  if (!isMap(value)) throw faultAt(file, 1, null, 'not a scenario, which is a map');
  const { extends: base, ...own } = value;
  const words = wordMounts(own, file);
  const patch = withWords(own, words);
  if (base === undefined) return { value: patch, mounts: [mount, ...words] };
  if (typeof base !== 'string') throw faultIn([mount], ['extends'], 'must be a name or a path');
  if (depth === MAX_EXTENDS)
    throw faultIn([mount], ['extends'], `leads in a circle, or past ${MAX_EXTENDS} files`);
  const below = load(fileOf(base, dirname(file)), depth + 1);
  return { value: merged(below.value, patch), mounts: [mount, ...words, ...below.mounts] };
}

function wordMounts(scenario: Json, file: string): Mount[] {
  if (!isMap(scenario.languages)) return [];
  return Object.entries(scenario.languages).flatMap(([code, language]) => {
    if (!isMap(language) || typeof language.words !== 'string') return [];
    const path = resolve(dirname(file), language.words);
    return [{ at: ['languages', code, 'words'], source: parseSource(path, read(path)) }];
  });
}

function withWords(scenario: Json, words: readonly Mount[]): Json {
  return words.reduce<Json>((value, { at, source }) => {
    const [, code = ''] = at;
    return Object(merged(value, { languages: { [code]: { words: source.value } } }));
  }, scenario);
}

function read(file: string): string {
  try {
    if (statSync(file).size <= MAX_BYTES) return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new EarshotError(
      'usage',
      'scenario_unreadable',
      `The scenario ${file} can't be read: ${messageOf(cause)}.`,
      {
        hint: `Give the path of a YAML or JSON file, or the name of one that comes along: ${SHIPPED.join(', ')}.`,
        facts: { file, reason: systemCode(cause) ?? null },
        cause,
      },
    );
  }
  throw faultAt(file, null, null, `larger than ${MAX_BYTES} bytes`);
}
