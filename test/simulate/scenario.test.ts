import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { EarshotError } from '../../src/base/errors.ts';
import { loadScenario } from '../../src/simulate/scenario/load.ts';
import { tempDir } from '../support/temp-dir.ts';
import { run } from './run.ts';

const SHIPPED = fileURLToPath(new URL('../../src/simulate/scenarios/telecom.yaml', import.meta.url));

function fileOf(text: string, name = 'mine.yaml'): string {
  const file = join(tempDir(), name);
  writeFileSync(file, text);
  return file;
}

function faultOf(file: string): EarshotError {
  try {
    loadScenario(file);
  } catch (error) {
    if (error instanceof EarshotError) return error;
    throw error;
  }
  throw new Error('The scenario was taken.');
}

describe('a scenario file', () => {
  it('that comes along is sound, and is the default', () => {
    expect(loadScenario(SHIPPED)).toEqual(loadScenario());
  });

  it('may take another one and change parts of it; null takes something away', () => {
    const file = fileOf(
      'extends: telecom\nname: mine\ncustomers: {plans: {Gold: 5, Prepaid: null}}\nincidents: []\n',
    );
    const { name, customers, incidents, topics } = loadScenario(file);
    expect([name, incidents, Object.keys(topics).length]).toEqual(['mine', [], 18]);
    expect(customers.plans).toEqual({ Basic: 26, Plus: 25, Unlimited: 18, Business: 7, Gold: 5 });
  });

  it('may be JSON, and read its words from a file beside it', async () => {
    const words = readFileSync(SHIPPED.replace('.yaml', '.en.yaml'), 'utf8').replaceAll(
      'Northline',
      'Southline',
    );
    const file = fileOf(
      '{"extends": "telecom", "languages": {"en": {"words": "words.yaml"}, "es": null}}',
      'mine.json',
    );
    writeFileSync(join(file, '..', 'words.yaml'), words);
    const { sessions } = await run({
      sessions: 20,
      from: '2025-01-01',
      to: '2025-01-03',
      seed: 1,
      scenario: file,
    });
    expect(sessions.map((session) => session.conversation[0]?.text).join(' ')).toContain('Southline');
  });

  it('keeps key 0 for a person: a topic that the menu lacks is said again', async () => {
    const shipped = loadScenario();
    const [release] = shipped.releases;
    const scenario = {
      ...shipped,
      bot: { ...shipped.bot, menu: ['Billing'] },
      releases: release ? [{ ...release, recognition: -600 }] : [],
    };
    const { sessions } = await run(
      { sessions: 600, from: '2025-01-06', to: '2025-01-13', seed: 1 },
      {},
      scenario,
    );
    const keyed = sessions.flatMap(({ conversation }) =>
      conversation.filter((turn) => turn.input_mode === 'DTMF' && turn.text?.length === 1),
    );
    expect(keyed.some((turn) => turn.text === '1')).toBe(true);
    for (const turn of keyed) expect(turn.intent_name === 'agent_request').toBe(turn.text === '0');
  });
});

/** All topics, with no calls in winter. */
function onlyInSummer(): Record<string, object> {
  const months = [0, 0, 0, 0, 0, 100, 100, 100, 0, 0, 0, 0];
  return Object.fromEntries(Object.keys(loadScenario().topics).map((topic) => [topic, { months }]));
}

const FAULTS: readonly [string, string, number, string][] = [
  ['no YAML', 'extends: telecom\ntopics: [', 2, 'not readable as YAML'],
  ['a key twice', 'extends: telecom\nincidents: []\nincidents: []\n', 3, 'not readable as YAML'],
  ['not a map', '- a\n- b\n', 1, 'not a scenario'],
  [
    'a wrong type',
    'extends: telecom\neffects:\n  leaves:\n    afterNoMatch: many\n',
    4,
    'effects.leaves.afterNoMatch must be integer',
  ],
  [
    'out of range',
    'extends: telecom\ntopics:\n  bill_inquiry: {ease: 1400}\n',
    3,
    'topics.bill_inquiry.ease must be <= 1000',
  ],
  ['an unknown setting', 'extends: telecom\ntraffic:\n  weeks: [1]\n', 3, 'traffic.weeks is not known there'],
  ['something missing', 'name: mine\ntimeZone: UTC\n', 1, "must have required property 'languages'"],
  [
    'an unknown topic',
    'extends: telecom\nincidents:\n  - {name: A, from: "2025-01-01 10:00", hours: 2, region: East,\n     topic: weather, callsTimes: 2, negative: 0, lookupFails: 0}\n',
    4,
    'incidents.0.topic names an unknown topic "weather": known are payment_issue,',
  ],
  [
    'an unknown slot',
    'extends: telecom\ntopics:\n  bill_inquiry:\n    steps: [phone,\n      shoe_size]\n',
    5,
    'unknown slot "shoe_size"',
  ],
  ['an unknown zone', 'extends: telecom\ntimeZone: Mars/Olympus\n', 2, 'it must be an IANA time zone'],
  [
    'a phrase that is none',
    'extends: telecom\nlanguages:\n  en:\n    words:\n      rules: {want: ["(I|we want"]}\n',
    5,
    'languages.en.words.rules.want.0 has no )',
  ],
  [
    'a rule that is none',
    'extends: telecom\nlanguages: {en: {words: {rules: {want: ["<wish> to"]}}}}\n',
    2,
    'unknown rule <wish>',
  ],
  [
    'rules that call each other without end',
    'extends: telecom\nlanguages:\n  en:\n    words:\n      rules:\n        want: ["<wish> to"]\n        wish: ["I [<want>]"]\n',
    6,
    'languages.en.words.rules.want never ends: <want> calls <wish> calls <want>',
  ],
  [
    'replies to a prompt that is none',
    'extends: telecom\nlanguages:\n  en:\n    words:\n      caller: {replies: {ask_size: {yes: [big], no: [small]}}}\n',
    5,
    'languages.en.words.caller.replies.ask_size answers a prompt that nobody plays',
  ],
  [
    'a particular that is none',
    'extends: telecom\nlanguages: {en: {words: {prompts: {lookup: ["{amout} it is"]}}}}\n',
    2,
    'languages.en.words.prompts.lookup.0 names an unknown {amout}: known are amount,',
  ],
  [
    'an outage on no day',
    'extends: telecom\nincidents:\n  - {name: A, from: "2025-02-30 10:00", hours: 2, region: East,\n     topic: no_signal, callsTimes: 2, negative: 0, lookupFails: 0}\n',
    3,
    'incidents.0.from is "2025-02-30 10:00": there is no such day or hour',
  ],
  [
    'a release on no day',
    'extends: telecom\nreleases:\n  - {version: "1", since: 2025-13-01, recognition: 0, overconfidence: 0, topics: {}}\n',
    3,
    'releases.0.since is "2025-13-01"',
  ],
  [
    'a holiday on no day',
    'extends: telecom\ntraffic: {holidays: [{name: A, on: 04-31, percent: 10}]}\n',
    2,
    'traffic.holidays.0.on is "04-31"',
  ],
  [
    'agents past midnight',
    'extends: telecom\nagents: {workdayHours: [22, 6]}\n',
    2,
    'agents.workdayHours is 22 to 6: it must end on the same day',
  ],
  [
    'a month without calls',
    `extends: telecom\ntopics: ${JSON.stringify(onlyInSummer())}\n`,
    2,
    'topics has no weight in month 1',
  ],
  [
    'no weight',
    'extends: telecom\ncustomers:\n  plans: {Prepaid: 0, Basic: 0, Plus: 0, Unlimited: 0, Business: 0}\n',
    3,
    'customers.plans has no weight',
  ],
];

describe('a fault in a scenario', () => {
  it.each(FAULTS)('%s: is told with its file, line and path', (_name, text, line, message) => {
    const file = fileOf(text);
    const fault = faultOf(file);
    expect([fault.kind, fault.code]).toEqual(['usage', 'bad_scenario']);
    expect(fault.message).toContain(`${file}, line ${line}: `);
    expect(fault.message).toContain(message);
  });

  it('in a file of words is told with that file', () => {
    const file = fileOf('extends: telecom\nlanguages: {en: {words: words.yaml}}\n');
    writeFileSync(join(file, '..', 'words.yaml'), 'caller:\n  currency: 5\n');
    expect(faultOf(file).message).toContain(
      'words.yaml, line 2: languages.en.words.caller.currency must be string',
    );
  });

  it('no such file, and files that extend each other, are told', () => {
    expect(faultOf('no-such.yaml').message).toContain('no-such.yaml');
    const file = fileOf('extends: ./mine.yaml\n');
    expect(faultOf(file).message).toContain('extends leads in a circle');
  });
});
