import { EarshotError } from '../base/errors.ts';
import { dayOf } from './calendar.ts';

export interface SimulateOptions {
  /** How many sessions in all. */
  readonly sessions: number;
  /** First day, `YYYY-MM-DD`, UTC. */
  readonly from: string;
  /** The day after the last one. */
  readonly to: string;
  /** The same seed gives the same bytes. */
  readonly seed: number;
  /** The name of a scenario that comes along, or the path of a file; the default one when absent. */
  readonly scenario?: string;
  /** Share of records, and of files, that are broken on purpose: 0 to 1. */
  readonly dirty?: number;
  /** Whether what truly happened is written too. */
  readonly truth?: boolean;
}

export const DEFAULT_SIMULATION: SimulateOptions = {
  sessions: 50_000,
  from: '2025-01-01',
  to: '2026-01-01',
  seed: 1,
};

/** Calls a minute of `--live`. */
export const DEFAULT_RATE = 30;

/** 2^31 call numbers give as many session ids without a collision. */
const MAX_SESSIONS = 0x8000_0000;

function refuse(code: string, message: string, hint: string): never {
  throw new EarshotError('usage', code, message, { hint });
}

/** A day's calls are in memory together; so many take some 600 MB. */
const MAX_SESSIONS_A_DAY = 1_000_000;
/** What ingest takes for real, in any time zone. */
const [FIRST_DAY, END] = ['1970-01-02', '2099-12-31'];

function checkedDay(option: 'from' | 'to', iso: string): number {
  const day = dayOf(iso);
  if (day === null)
    return refuse('bad_date', `--${option} is "${iso}": there is no such day.`, 'Write it as in 2025-01-31.');
  if (iso >= FIRST_DAY && iso <= END) return day;
  const hint = `Ingest takes calls before 1970 and from 2100 on for mistakes: stay within ${FIRST_DAY} and ${END}.`;
  return refuse('bad_date', `--${option} is ${iso}: no call of then could be loaded.`, hint);
}

export interface Span {
  readonly fromDay: number;
  readonly toDay: number;
}

/** @throws EarshotError `bad_sessions`, `bad_seed`, `bad_dirty`, `bad_date` or `bad_range`. */
export function checkOptions(options: SimulateOptions): Span {
  const { sessions, from, to, seed, dirty = 0 } = options;
  if (!Number.isInteger(sessions) || sessions < 1 || sessions > MAX_SESSIONS) {
    const hint = `Give a whole number from 1 to ${MAX_SESSIONS}, as in --sessions 50000.`;
    refuse('bad_sessions', `--sessions is ${sessions}: that many can not be made.`, hint);
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    const hint = 'Give a whole number from 0 to 9007199254740991, as in --seed 1.';
    refuse('bad_seed', `--seed is ${seed}: it can not be used.`, hint);
  }
  if (!(dirty >= 0 && dirty <= 1)) {
    const hint = 'Give the share of records and files to break, as in --dirty 0.02.';
    refuse('bad_dirty', `--dirty is ${dirty}: it is not a share from 0 to 1.`, hint);
  }
  const span = { fromDay: checkedDay('from', from), toDay: checkedDay('to', to) };
  if (span.toDay <= span.fromDay) {
    const hint = 'The period is from --from up to, but without, --to: give a later --to.';
    refuse('bad_range', `--to ${to} is not after --from ${from}.`, hint);
  }
  const days = span.toDay - span.fromDay;
  if (sessions > days * MAX_SESSIONS_A_DAY) {
    const hint = `A day takes up to ${MAX_SESSIONS_A_DAY}: give fewer, or a longer period.`;
    refuse(
      'bad_sessions',
      `--sessions is ${sessions}: too many for ${days} ${days === 1 ? 'day' : 'days'}.`,
      hint,
    );
  }
  return span;
}
