import { MS_PER_MINUTE } from '../calendar.ts';
import type { Phrase } from '../world/phrase.ts';
import type { Call } from './call.ts';
import type { HandoverReason } from './facts.ts';

/** Ms in the queue that use up one point of patience: waiting for a person is easier than talking to a bot. */
const QUEUE_MS_PER_POINT = 4300;
/** A queue gives new hope: nobody enters it with less. */
const LEAST_PATIENCE = 24;
const LONG_WAIT_MS = 120_000;
/** Per mille of callers who tell the agent first that they have told it all before. */
const EXPLAINS = 450;
/** Per mille of agents who say what they did. */
const OF_TOPIC = 550;

/** Puts the caller through: the queue, and an agent if the caller stays that long. */
export function handOver(call: Call, reason: HandoverReason): void {
  call.facts.handover = reason;
  const waitMs = queueMs(call);
  call.say('transfer', `${Math.ceil(waitMs / MS_PER_MINUTE)} min`);
  const bearsMs = Math.max(LEAST_PATIENCE, call.patience) * QUEUE_MS_PER_POINT;
  call.tape.wait(Math.min(waitMs, bearsMs));
  if (waitMs > LONG_WAIT_MS) call.mood -= 1;
  if (waitMs > bearsMs) {
    call.facts.leftQueue = true;
    call.mood -= 1;
    return;
  }
  talkToAgent(call);
}

/** Short when the lines are quiet; now and then someone is free at once. */
function queueMs({ rng, world, tape }: Call): number {
  const { freeAtOnce, queueSec } = world.scenario.agents;
  if (rng.chance(freeAtOnce)) return rng.between(2000, 9000);
  const longest = queueSec.most + world.traffic.loadAt(tape.nowMs) * queueSec.mostPerLoad;
  return (
    (queueSec.least + Math.min(rng.between(0, longest), rng.between(0, longest))) * 1000 + rng.below(1000)
  );
}

function talkToAgent(call: Call): void {
  const { rng, tape, need, language } = call;
  const { agent, topics } = language;
  tape.talk('Agent', call.phrase(agent.hello));
  call.facts.needTold = true;
  reply(call, call.phrase(rng.chance(EXPLAINS) ? agent.explain : topics.get(need.topic.intent)?.tells));
  tape.talk('Agent', call.phrase(agent.work));
  if (rng.chance(500)) reply(call, call.phrase(agent.wait));
  tape.wait(rng.around(15_000, 60_000 + need.hardness * 200));
  call.facts.needMet = need.hardness < call.world.scenario.agents.settles;
  tape.talk('Agent', call.phrase(call.facts.needMet ? solvedBy(call) : agent.unsolved));
  reply(call, call.phrase(call.facts.needMet ? agent.thanks : agent.grumble));
  call.mood += call.facts.needMet ? 2 : -2;
  tape.talk('Agent', call.phrase(agent.bye));
}

/** In words of the topic's own now and then, where it has some. */
function solvedBy({ rng, need, language }: Call): readonly Phrase[] {
  const done = language.topics.get(need.topic.intent)?.done;
  return done && rng.chance(OF_TOPIC) ? done : language.agent.solved;
}

function reply(call: Call, text: string): void {
  call.tape.wait(call.rng.around(300, 1500));
  call.tape.talk('Customer', text);
}
