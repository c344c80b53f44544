import { setTimeout as sleep } from 'node:timers/promises';
import type { Clock } from '../base/clock.ts';
import { EarshotError } from '../base/errors.ts';
import { Arrivals } from './arrivals.ts';
import { isoTime, MS_PER_DAY, MS_PER_MINUTE } from './calendar.ts';
import { markOf, markText } from './mark.ts';
import { Rng } from './rng.ts';
import { loadScenario } from './scenario/load.ts';
import { sessionText } from './session-text.ts';
import { SHARDS } from './shard/shards.ts';
import { type TakenCall, takeCall } from './take-call.ts';
import { truthLine } from './truth.ts';
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

export interface LiveEffects {
  put(object: string, bytes: Uint8Array): Promise<unknown>;
  readonly clock: Clock;
  readonly signal?: AbortSignal;
  truth?(lines: readonly string[]): void;
  progress?(done: { readonly sessions: number; readonly files: number }): void;
  /** Until the next look at the clock. */
  wait?(ms: number, signal?: AbortSignal): Promise<unknown>;
}

const PURPOSE_LIVE = 0x4c495645;
/** A call is written once it is over; those of this long before make the first ones come at once. */
const BEFORE_MS = 10 * MS_PER_MINUTE;
const LOOK_MS = 2000;
const MAX_PER_MINUTE = 60_000;
/** How far ahead a run may last. */
const LAST_DAYS = 366;
/** As many customers as a year of a run of this size has. */
const CUSTOMERS_OF = 100_000;

/**
 * Calls arrive as time goes by; each is written once it has ended, some seconds' worth to a file. The same seed, started at
 * the same instant, gives the same calls. @returns how many were written
 */
export async function simulateLive(options: LiveOptions, effects: LiveEffects): Promise<number> {
  const { clock, signal, wait = pause } = effects;
  checkLive(options);
  const startMs = clock.now().getTime() - BEFORE_MS;
  const world = liveWorld(options, startMs);
  const calls = liveCalls(world, options, startMs);
  const feed = new Feed(effects, world.mark);
  let next = calls.next();
  for (;;) {
    const nowMs = clock.now().getTime();
    for (; !next.done && next.value.arrival.startMs <= nowMs; next = calls.next()) feed.add(next.value);
    await feed.write(nowMs);
    if (signal?.aborted || (next.done && feed.isEmpty)) return feed.sessions;
    await wait(LOOK_MS, signal);
  }
}

/** @throws EarshotError `bad_rate` or `bad_sessions` */
export function checkLive({ perMinute, sessions }: LiveOptions): void {
  if (!(perMinute > 0 && perMinute <= MAX_PER_MINUTE)) {
    const hint = `Give the calls per minute, up to ${MAX_PER_MINUTE}, as in --rate 30.`;
    throw new EarshotError('usage', 'bad_rate', `--rate is ${perMinute}: calls can not arrive so.`, { hint });
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

function* liveCalls(world: World, options: LiveOptions, startMs: number): Generator<TakenCall> {
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

/** Calls under way, and how those that have ended are written. */
class Feed {
  sessions = 0;
  private files = 0;
  private underWay: TakenCall[] = [];
  private readonly effects: LiveEffects;
  private readonly mark: number;

  constructor(effects: LiveEffects, mark: number) {
    this.effects = effects;
    this.mark = mark;
  }

  get isEmpty(): boolean {
    return this.underWay.length === 0;
  }

  add(taken: TakenCall): void {
    this.underWay.push(taken);
  }

  async write(nowMs: number): Promise<void> {
    const ended = this.underWay.filter((taken) => taken.endMs <= nowMs);
    if (ended.length === 0) return;
    this.underWay = this.underWay.filter((taken) => taken.endMs > nowMs);
    const text = ended.map((taken) => sessionText(taken.session)).join(',\n');
    await this.effects.put(this.objectAt(nowMs, ++this.files), Buffer.from(`[\n${text}\n]\n`));
    this.sessions += ended.length;
    this.effects.truth?.(ended.map(truthLine));
    this.effects.progress?.({ sessions: this.sessions, files: this.files });
  }

  private objectAt(nowMs: number, number: number): string {
    const [date = '', time = ''] = isoTime(nowMs).split('T');
    const at = `${date.replaceAll('-', '')}-${time.slice(0, 8).replaceAll(':', '')}`;
    const name = `live-${at}-${markText(this.mark)}-${String(number).padStart(4, '0')}.json`;
    return `${date.replaceAll('-', '/')}/${name}`;
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<unknown> {
  return sleep(ms, undefined, { ...(signal && { signal }) }).catch(() => undefined);
}
