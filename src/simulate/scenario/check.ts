import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import type { EarshotError } from '../../base/errors.ts';
import { phraseFault } from '../world/phrase.ts';
import type { Complaint, Path } from './complaint.ts';
import { dateFaults } from './date-faults.ts';
import { referenceFaults } from './references.ts';
import { ruleFaults } from './rule-faults.ts';
import { type Scenario, ScenarioSchema } from './schema.ts';
import { weightFaults } from './weight-faults.ts';

let compiled: ValidateFunction<Scenario> | undefined;

/** A value as a scenario. @throws what `faultOf` makes of its first fault */
export function checkScenario(
  value: unknown,
  faultOf: (path: Path, complaint: string) => EarshotError,
): Scenario {
  compiled ??= new Ajv2020({ strictTypes: false }).compile<Scenario>(ScenarioSchema);
  const validate = compiled;
  if (!validate(value)) {
    const [error] = validate.errors ?? [];
    if (error === undefined) throw faultOf([], 'is not valid');
    const { path, complaint } = complaintOf(error);
    throw faultOf(path, complaint);
  }
  for (const { path, complaint } of complaintsOf(value)) throw faultOf(path, complaint);
  return value;
}

function* complaintsOf(scenario: Scenario): Generator<Complaint> {
  yield* referenceFaults(scenario);
  yield* dateFaults(scenario);
  yield* weightFaults(scenario);
  for (const [code, { words }] of Object.entries(scenario.languages)) {
    const path = ['languages', code, 'words'];
    yield* phraseFaults(path, words, Object.keys(words.rules));
    yield* ruleFaults([...path, 'rules'], words.rules);
  }
}

/** Every text below a language's words is a phrase, or a word, which is a phrase too. */
function* phraseFaults(path: Path, value: unknown, rules: readonly string[]): Generator<Complaint> {
  if (typeof value === 'string') {
    const complaint = phraseFault(value, rules);
    if (complaint !== null) yield { path, complaint };
    return;
  }
  for (const [key, child] of Object.entries(value ?? {})) {
    yield* phraseFaults([...path, Array.isArray(value) ? Number(key) : key], child, rules);
  }
}

function complaintOf({ instancePath, keyword, params, message }: ErrorObject): Complaint {
  const path = instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));
  if (keyword === 'additionalProperties') {
    return { path: [...path, String(params.additionalProperty)], complaint: 'is not known there' };
  }
  return { path, complaint: message ?? 'is not valid' };
}
