import { MS_PER_MINUTE } from '../calendar.ts';
import type { Call } from './call.ts';
import type { HandoverReason } from './facts.ts';

/** Ms in the queue that use up one point of patience: waiting for a person is easier than talking to a bot. */
const QUEUE_MS_PER_POINT = 4300;
/** A queue gives new hope: nobody enters it with less. */
const LEAST_PATIENCE = 24;
/** Needs this hard are beyond the first agent too, more or less. */
const AGENT_SETTLES_BELOW = 955;
const LONG_WAIT_MS = 120_000;

/** Puts the caller through: the queue, and an agent if the caller stays that long. */
export function handOver(call: Call, reason: HandoverReason): void {
  call.facts.handover = reason;
  const waitMs = queueMs(call);
  call.say('transfer', (text) => text.replace('{minutes}', `${Math.ceil(waitMs / MS_PER_MINUTE)} min`));
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
function queueMs(call: Call): number {
  const { rng, load } = call;
  if (rng.chance(180)) return rng.between(2000, 9000);
  const longest = 50 + load * 4;
  return 8000 + Math.min(rng.between(0, longest), rng.between(0, longest)) * 1000 + rng.below(1000);
}

function talkToAgent(call: Call): void {
  const { rng, tape, need } = call;
  const words = call.pack.agent;
  tape.talk('Agent', rng.pick(words.hello));
  reply(call, rng.chance(450) ? rng.pick(words.explain) : rng.pick(call.pack.topics[need.topic.intent].asks));
  tape.talk('Agent', rng.pick(words.work));
  if (rng.chance(500)) reply(call, rng.pick(words.wait));
  tape.wait(rng.around(15_000, 60_000 + need.hardness * 200));
  call.facts.needMet = need.hardness < AGENT_SETTLES_BELOW;
  tape.talk('Agent', rng.pick(call.facts.needMet ? words.solved : words.unsolved));
  reply(call, rng.pick(call.facts.needMet ? words.thanks : words.grumble));
  call.mood += call.facts.needMet ? 2 : -2;
  tape.talk('Agent', rng.pick(words.bye));
}

function reply(call: Call, text: string): void {
  call.tape.wait(call.rng.around(300, 1500));
  call.tape.talk('Customer', text);
}
