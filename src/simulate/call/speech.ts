import type { Topic } from '../world/topic.ts';
import type { Call } from './call.ts';

/** Per mille. Who speaks in sentences does not always, and others do now and then. */
const TELLS = { talkative: 560, terse: 90 };
const FILLED = 200;
const RESTARTED = 70;
const POLITE = 60;

/** The need as a caller puts it; who is asked again makes it short. */
export function needInWords(call: Call, topic: Topic, attempt: number): string {
  const { caller, topics } = call.language;
  const words = topics.get(topic.intent);
  const tells = attempt === 1 && call.rng.chance(call.person.talkative ? TELLS.talkative : TELLS.terse);
  let text = call.phrase(tells ? words?.tells : words?.asks);
  if (call.rng.chance(RESTARTED)) text = `${call.phrase(caller.restarts)} ${text}`;
  if (call.rng.chance(FILLED)) text = `${call.phrase(caller.fillers)} ${text}`;
  return call.rng.chance(POLITE) ? `${text} ${call.phrase(caller.polite)}` : text;
}

/** When the bot took a wrong topic. */
export function correction(call: Call, topic: Topic): string {
  const { caller, topics } = call.language;
  return `${call.phrase(caller.correct)} ${call.phrase(topics.get(topic.intent)?.asks)}`;
}
