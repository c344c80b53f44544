import { Temporal } from 'temporal-polyfill';
import type { Complaint, Path } from './complaint.ts';
import type { Scenario } from './schema.ts';
import { PROMPTS } from './words-schema.ts';

/** Names that stand in one place of a scenario and mean something of another. */
export function* referenceFaults(scenario: Scenario): Generator<Complaint> {
  yield* zoneFaults(scenario.timeZone);
  yield* topicFaults(scenario);
  yield* incidentFaults(scenario);
  yield* releaseFaults(scenario);
  yield* wordFaults(scenario);
}

function unknown(path: Path, kind: string, name: string, known: readonly string[]): Complaint {
  return { path, complaint: `names an unknown ${kind} "${name}": known are ${known.join(', ')}` };
}

function* unknownAmong(path: Path, kind: string, names: readonly string[], known: readonly string[]) {
  for (const [at, name] of names.entries())
    if (!known.includes(name)) yield unknown([...path, at], kind, name, known);
}

function* zoneFaults(timeZone: string): Generator<Complaint> {
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(timeZone);
  } catch {
    yield {
      path: ['timeZone'],
      complaint: `is "${timeZone}": it must be an IANA time zone, as in Europe/Zurich`,
    };
  }
}

function* topicFaults({ topics, slots, bot, lines }: Scenario): Generator<Complaint> {
  const types = [...new Set(Object.values(topics).map((topic) => topic.type))];
  for (const [intent, topic] of Object.entries(topics)) {
    yield* unknownAmong(['topics', intent, 'steps'], 'slot', topic.steps, [...Object.keys(slots), 'lookup']);
    yield* unknownAmong(['topics', intent, 'confusedWith'], 'topic', topic.confusedWith, Object.keys(topics));
  }
  yield* unknownAmong(['bot', 'menu'], 'topic type', bot.menu, types);
  for (const type of Object.keys(lines))
    if (!types.includes(type)) yield unknown(['lines', type], 'topic type', type, types);
}

function* incidentFaults({ incidents, topics, customers }: Scenario): Generator<Complaint> {
  const [known, regions] = [Object.keys(topics), Object.keys(customers.regions)];
  for (const [at, { topic, region }] of incidents.entries()) {
    if (!known.includes(topic)) yield unknown(['incidents', at, 'topic'], 'topic', topic, known);
    if (!regions.includes(region)) yield unknown(['incidents', at, 'region'], 'region', region, regions);
  }
}

function* releaseFaults({ releases, topics }: Scenario): Generator<Complaint> {
  const known = Object.keys(topics);
  for (const [at, release] of releases.entries()) {
    for (const topic of Object.keys(release.topics)) {
      if (!known.includes(topic)) yield unknown(['releases', at, 'topics', topic], 'topic', topic, known);
    }
    const before = releases[at - 1]?.since ?? '';
    if (release.since <= before)
      yield { path: ['releases', at, 'since'], complaint: `is not after ${before}` };
  }
}

/** Each language has all prompts, and words for all topics. */
function* wordFaults({ languages, topics, slots }: Scenario): Generator<Complaint> {
  const prompts = [...PROMPTS, ...Object.keys(slots).map((slot) => `ask_${slot}`)];
  for (const [code, { words }] of Object.entries(languages)) {
    const path: Path = ['languages', code, 'words'];
    for (const prompt of prompts) {
      if (words.prompts[prompt] === undefined)
        yield { path: [...path, 'prompts'], complaint: `lacks ${prompt}` };
    }
    for (const prompt of Object.keys(words.caller.replies)) {
      const at: Path = [...path, 'caller', 'replies', prompt];
      if (!prompts.includes(prompt)) yield { path: at, complaint: 'answers a prompt that nobody plays' };
    }
    for (const intent of Object.keys(topics)) {
      if (words.topics[intent] === undefined)
        yield { path: [...path, 'topics'], complaint: `lacks ${intent}` };
    }
  }
}
