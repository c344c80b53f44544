import { createHash } from 'node:crypto';
import { fixedClock } from '../../src/base/clock.ts';
import type { Session, Turn } from '../../src/contract/fields.ts';
import type { SimulationLog } from '../../src/simulate/log.ts';
import type { SimulateOptions } from '../../src/simulate/options.ts';
import type { Scenario } from '../../src/simulate/scenario/schema.ts';
import { type SimulateEffects, simulate } from '../../src/simulate/simulate.ts';
import type { Truth } from '../../src/simulate/truth.ts';

export const clock = fixedClock('2026-02-03T04:05:06.000Z');

export interface Run {
  readonly files: ReadonlyMap<string, string>;
  readonly log: SimulationLog;
  readonly sessions: readonly Session[];
  readonly sha256: string;
  readonly truths: readonly Truth[];
}

/** Simulates into memory. */
export async function run(
  options: SimulateOptions,
  effects: Partial<Pick<SimulateEffects, 'progress' | 'signal'>> = {},
  scenario?: Scenario,
): Promise<Run> {
  const files = new Map<string, string>();
  const truths: Truth[] = [];
  const put = async (object: string, bytes: Uint8Array) => files.set(object, Buffer.from(bytes).toString());
  const truth = (lines: readonly string[]) => void truths.push(...lines.map((line) => JSON.parse(line)));
  const log = await simulate(options, { put, clock, ...(options.truth && { truth }), ...effects }, scenario);
  const hash = createHash('sha256');
  for (const [object, text] of files) hash.update(object).update('\0').update(text);
  const sessions = [...files.values()].flatMap((text): Session[] => JSON.parse(text));
  return { files, log, sessions, sha256: hash.digest('hex'), truths };
}

export function botLeg(session: Session): Turn[] {
  const agentAt = session.conversation.findIndex((turn) => turn.speaker === 'Agent');
  return agentAt < 0 ? session.conversation : session.conversation.slice(0, agentAt);
}

export const YEAR = { from: '2025-01-01', to: '2026-01-01' } as const;

/** The calls of each known customer, in order. */
export function callsByCustomer(sessions: readonly Session[]): Session[][] {
  const calls = new Map<string, Session[]>();
  for (const session of sessions) {
    if (session.customer_id === null) continue;
    const known = calls.get(session.customer_id);
    if (known === undefined) calls.set(session.customer_id, [session]);
    else known.push(session);
  }
  return [...calls.values()];
}
