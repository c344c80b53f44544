import type { Session, Turn } from '../../src/contract/fields.ts';
import { Rng } from '../../src/simulate/rng.ts';
import { simulate } from '../../src/simulate/simulate.ts';

const PURPOSE = 0x42454e43;
const YEAR = { from: '2025-01-01', to: '2026-01-01' };

/** Calls of a simulated year, in memory. */
export async function simulatedCalls(sessions: number, seed: number): Promise<Session[]> {
  const calls: Session[] = [];
  await simulate(
    { sessions, seed, ...YEAR },
    {
      clock: { now: () => new Date(0) },
      put: async (_object, bytes) => void calls.push(...JSON.parse(Buffer.from(bytes).toString())),
    },
  );
  return calls;
}

/** The turns before the first Agent turn. */
export function botLeg({ conversation }: Session): Turn[] {
  const agentAt = conversation.findIndex((turn) => turn.speaker === 'Agent');
  return agentAt < 0 ? conversation : conversation.slice(0, agentAt);
}

export function botLegSec(call: Session): number {
  const agent = call.conversation.find((turn) => turn.speaker === 'Agent');
  const end = agent?.timestamp ?? call.call_end_time ?? '';
  return (Date.parse(end) - Date.parse(call.call_start_time ?? '')) / 1000;
}

/** So many of them, at random and in random order (Fisher and Yates), the same for the same seed. */
export function sampleOf<T>(items: readonly T[], size: number, seed: number): T[] {
  const rng = new Rng(seed, PURPOSE, items.length);
  const all = [...items];
  for (let at = 0; at < Math.min(size, all.length); at++) {
    const other = at + rng.belowLarge(all.length - at);
    const [one, two] = [all[at], all[other]];
    if (one === undefined || two === undefined) break;
    [all[at], all[other]] = [two, one];
  }
  return all.slice(0, size);
}
