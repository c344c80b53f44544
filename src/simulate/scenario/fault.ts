import { EarshotError } from '../../base/errors.ts';

export type ScenarioFault = EarshotError;

/** What is wrong in a scenario file, with its line and its path, as in `topics.refund_request.ease`. */
export function faultAt(
  file: string,
  line: number | null,
  path: string | null,
  complaint: string,
): ScenarioFault {
  const place = line === null ? file : `${file}, line ${line}`;
  const what = path === null ? complaint : `${path} ${complaint}`;
  return new EarshotError('usage', 'bad_scenario', `${place}: ${what}.`, {
    hint: 'Nothing was written. `earshot schema --format scenario` prints what a scenario may hold; docs/scenarios.md explains it.',
    facts: { file, line, path },
  });
}
