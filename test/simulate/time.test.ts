import { beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/contract/fields.ts';
import { callsByCustomer, run, YEAR } from './run.ts';

let sessions: readonly Session[];
beforeAll(async () => {
  ({ sessions } = await run({ ...YEAR, sessions: 20_000, seed: 2 }));
});

/** The wall clock of the scenario, read as if it were UTC. */
const ZONE = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'America/New_York',
  dateStyle: 'short',
  timeStyle: 'medium',
});
const localOf = (session: Session) => new Date(`${ZONE.format(startOf(session)).replace(' ', 'T')}Z`);
const startOf = (session: Session) => new Date(session.call_start_time ?? '');
const countWhere = (test: (start: Date, session: Session) => boolean) =>
  sessions.filter((session) => test(localOf(session), session)).length;

describe('when people call', () => {
  it('Mondays are the busiest day, Sundays the quietest', () => {
    const days = [0, 1, 2, 3, 4, 5, 6].map((day) => countWhere((start) => start.getUTCDay() === day));
    expect(Math.max(...days)).toBe(days[1]);
    expect(Math.min(...days)).toBe(days[0]);
  });

  it('late morning is the busiest time, the night is quiet', () => {
    const between = (from: number, to: number) =>
      countWhere((start) => start.getUTCHours() >= from && start.getUTCHours() < to);
    expect(between(9, 12)).toBeGreaterThan(15 * between(1, 4));
  });

  it('January has more calls than April, and roaming is a matter of summer', () => {
    const month = (n: number) => countWhere((start) => start.getUTCMonth() === n);
    expect(month(0)).toBeGreaterThan(1.1 * month(3));
    const roaming = (n: number) =>
      countWhere((start, session) => start.getUTCMonth() === n && session.topic_type === 'Roaming') /
      month(n);
    expect(roaming(6)).toBeGreaterThan(1.8 * roaming(0));
  });

  it('a newer release of the bot takes over on its day', () => {
    const versions = sessions.map((session) => session.bot_version);
    expect(new Set(versions).size).toBe(3);
    expect(versions).toEqual([...versions].sort());
  });
});

describe('customers who call again', () => {
  const followed = (within: number, wanted: (first: Session, next: Session) => boolean) =>
    callsByCustomer(sessions).flatMap((calls) =>
      calls.filter((first, at) => {
        const next = calls[at + 1];
        if (next === undefined) return false;
        const gapMs = startOf(next).getTime() - Date.parse(first.call_end_time ?? '');
        return gapMs <= within && wanted(first, next);
      }),
    );
  const MINUTE = 60_000;
  const WEEK = 7 * 24 * 60 * MINUTE;

  it('never hold two lines at once', () => {
    for (const calls of callsByCustomer(sessions)) {
      calls.forEach((call, at) => {
        const before = calls[at - 1]?.call_end_time ?? '';
        expect(before < (call.call_start_time ?? '')).toBe(true);
      });
    }
  });

  it('do so within minutes after giving up, and within days when the answer did not last', () => {
    const redials = followed(60 * MINUTE, (first) => first.resolution_status === 'Abandoned');
    const abandoned = sessions.filter((session) => session.resolution_status === 'Abandoned');
    expect(redials.length / abandoned.length).toBeGreaterThan(0.15);
    const returns = followed(
      WEEK,
      (first, next) => first.resolution_status === 'Resolved' && first.topic_name === next.topic_name,
    );
    const resolved = sessions.filter((session) => session.resolution_status === 'Resolved');
    expect(returns.length / resolved.length).toBeGreaterThan(0.04);
    expect(returns.length / resolved.length).toBeLessThan(0.25);
  });
});
