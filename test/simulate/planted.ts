import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Loaded, simulatedAndLoaded } from '../support/loaded.ts';
import { tempDir } from '../support/temp-dir.ts';

const SPAN = { sessions: 26_000, from: '2025-01-06', to: '2025-07-14' };

/** The outages of scenarios/telecom.yaml last hours: this one lasts a week, so that there are calls enough to tell its size. */
const OUTAGE = {
  name: 'Long outage',
  from: '2025-03-10 00:00',
  hours: 168,
  region: 'East',
  topic: 'internet_outage',
  callsTimes: 6,
  negative: 400,
  lookupFails: 0,
};

/** The shipped scenario with its effects; sizes as in docs/scenarios.md. */
export const PLANTED = { extends: 'telecom', incidents: [OUTAGE] };

/** The shipped scenario without any of them. */
export const WITHOUT = {
  extends: 'telecom',
  effects: { leaves: { afterNoMatch: 0, afterLowConfidence: 0 }, unhelped: { share: 0 } },
  customers: { ages: { '65+': { recognition: 6, asksAgent: 0 } } },
  topics: { device_setup: { newcomers: 100 } },
  releases: [
    { version: '3.4.0', since: '2024-10-01', recognition: -100, overconfidence: 0, topics: {} },
    { version: '3.5.0', since: '2025-04-08', recognition: -45, overconfidence: 240, topics: {} },
  ],
  incidents: [],
};

/** Half a year of calls in the warehouse. */
export function loadedWith(scenario: object, seed: number): Promise<Loaded> {
  const file = join(tempDir(), 'scenario.json');
  writeFileSync(file, JSON.stringify(scenario));
  return simulatedAndLoaded({ ...SPAN, seed, scenario: file });
}
