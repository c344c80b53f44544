import { setImmediate as nextTurn, setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import { EarshotError } from '../base/errors.ts';
import { Arrivals } from './arrivals.ts';
import { MS_PER_DAY, MS_PER_MINUTE } from './calendar.ts';
import { type Fed, Feed, type FeedEffects } from './feed.ts';
import { markOf } from './mark.ts';
import { Rng } from './rng.ts';
import { loadScenario } from './scenario/load.ts';
import { SHARDS } from './shard/shards.ts';
import { type TakenCall, takeCall } from './take-call.ts';
import type { Slot } from './volume.ts';
import { type World, worldOf } from './world/world.ts';

export interface LiveOptions {
  readonly seed: number;
  /** Calls that arrive per minute. */
  readonly perMinute: number;
  /** Ends by itself after so many; goes on until it is stopped when absent. */
  readonly sessions?: number;
  readonly scenario?: string;
  readonly truth?: boolean;
}

export interface LiveEffects extends FeedEffects {
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  /** Told once a minute while calls come later than they should, since the machine or the bucket does not keep up. */
  behind?(lateMs: number): void;
  /** Until the next look at the clock. */
  wait?(ms: number, signal?: AbortSignal): Promise<unknown>;
}

const PURPOSE_LIVE = 0x4c495645;
/** A call is written once it is over; those of this long before make the first ones come at once. */
const BEFORE_MS = 10 * MS_PER_MINUTE;
const LOOK_MS = 2000;
/** Some 25,000 calls are under way then, of 5 kB each. */
const MAX_PER_MINUTE = 10_000;
/** Calls taken before those that have ended are written and the signal is looked at. */
const AT_ONCE = 1000;
/** Less than this is no news. */
const LATE_MS = 30_000;
/** How far ahead a run may last. */
const LAST_DAYS = 366;
/** As many customers as a year of a run of this size has. */
const CUSTOMERS_OF = 100_000;

/**
 * Calls arrive as time goes by; each is written once it has ended, some seconds' worth to a file. The same seed, started at
 * the same instant, gives the same calls. Those that are late are made as fast as they can be, and none ahead of its time.
 */
export async function simulateLive(options: LiveOptions, effects: LiveEffects): Promise<Fed> {
  const { clock, signal, wait = pause } = effects;
  checkLive(options);
  const startMs = clock.now().getTime() - BEFORE_MS;
  const world = liveWorld(options, startMs);
  const calls = liveCalls(world, options, startMs);
  const feed = new Feed(effects, world.mark);
  const lateness = new Lateness(effects);
  let next = calls.next();
  for (;;) {
    const nowMs = clock.now().getTime();
    for (let taken = 0; taken < AT_ONCE && isDue(next, nowMs); taken++, next = calls.next())
      feed.add(next.value);
    const late = isDue(next, nowMs) ? next.value.arrival.startMs : null;
    await feed.write(late ?? nowMs, nowMs);
    if (signal?.aborted || (next.done && feed.isEmpty)) return feed.told;
    lateness.look(nowMs, late);
    // A turn of the event loop, in which Ctrl-C is heard.
    await (late === null ? wait(LOOK_MS, signal) : nextTurn());
  }
}

type NextCall = IteratorResult<TakenCall, void>;

function isDue(next: NextCall, nowMs: number): next is IteratorYieldResult<TakenCall> {
  return !next.done && next.value.arrival.startMs <= nowMs;
}

/** Tells when calls come late, but for those of before the start. */
class Lateness {
  private readonly effects: LiveEffects;
  private allowedMs = BEFORE_MS + LATE_MS;
  private toldMs = Number.NEGATIVE_INFINITY;

  constructor(effects: LiveEffects) {
    this.effects = effects;
  }

  /** @param dueMs when the next call should have come; null when none is late */
  look(nowMs: number, dueMs: number | null): void {
    if (dueMs === null) this.allowedMs = LATE_MS;
    else if (nowMs - dueMs > this.allowedMs && nowMs - this.toldMs >= MS_PER_MINUTE) {
      this.toldMs = nowMs;
      this.effects.behind?.(nowMs - dueMs);
    }
  }
}

/** @throws EarshotError `bad_rate` or `bad_sessions` */
export function checkLive({ perMinute, sessions }: LiveOptions): void {
  if (!(perMinute > 0 && perMinute <= MAX_PER_MINUTE)) {
    const hint = `Give the calls per minute, up to ${MAX_PER_MINUTE}, as in --rate 30.`;
    const why =
      perMinute > MAX_PER_MINUTE ? 'the calls under way would fill the memory' : 'calls can not arrive so';
    throw new EarshotError('usage', 'bad_rate', `--rate is ${perMinute}: ${why}.`, { hint });
  }
  if (sessions !== undefined && !(Number.isInteger(sessions) && sessions > 0)) {
    const hint = 'Give a whole number from 1, or leave it out to go on until Ctrl-C.';
    throw new EarshotError('usage', 'bad_sessions', `--sessions is ${sessions}: that many can not be made.`, {
      hint,
    });
  }
}

/** One run from another by when it started, too: it counts its calls from nought again. */
function liveWorld({ seed, perMinute, scenario }: LiveOptions, startMs: number): World {
  const followed = loadScenario(scenario);
  const fromDay = Math.floor(startMs / MS_PER_DAY);
  const mark = markOf('live', followed, seed, perMinute, startMs);
  const sessions = CUSTOMERS_OF * SHARDS;
  return worldOf(followed, { fromDay, toDay: fromDay + LAST_DAYS }, { sessions, seed, mark });
}

function* liveCalls(world: World, options: LiveOptions, startMs: number): Generator<TakenCall, void> {
  const arrivals = new Arrivals(world, 0);
  for (const arrival of arrivals.over(slots(world, options, startMs))) {
    const taken = takeCall(world, arrival);
    arrivals.ended(arrival.person, taken.endMs);
    if (taken.againMs !== null) arrivals.callAgain(arrival.need, taken.againMs);
    yield taken;
  }
}

/** Even on the whole, at random within each gap. */
function* slots({ seed }: World, { perMinute, sessions }: LiveOptions, startMs: number): Generator<Slot> {
  const rng = new Rng(seed, PURPOSE_LIVE, Math.floor(startMs / 1000) % 0x1_0000_0000);
  const gapMs = MS_PER_MINUTE / perMinute;
  for (let call = 0; call < (sessions ?? Number.POSITIVE_INFINITY); call++) {
    yield { startMs: startMs + Math.floor((call + rng.below(1000) / 1000) * gapMs), incident: null };
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<unknown> {
  return sleep(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined);
}
