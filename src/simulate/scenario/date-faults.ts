import { dayOf } from '../calendar.ts';
import type { Complaint } from './complaint.ts';
import type { Scenario } from './schema.ts';

/** Days and hours that are well formed and still none. */
export function* dateFaults({ releases, incidents, traffic, agents }: Scenario): Generator<Complaint> {
  for (const [at, { since }] of releases.entries()) {
    if (dayOf(since) === null) yield { path: ['releases', at, 'since'], complaint: noDay(since) };
  }
  for (const [at, { from }] of incidents.entries()) {
    const isHour = Number(from.slice(11, 13)) < 24;
    if (dayOf(from.slice(0, 10)) === null || !isHour)
      yield { path: ['incidents', at, 'from'], complaint: noDay(from) };
  }
  for (const [at, { on }] of traffic.holidays.entries()) {
    if (!isHoliday(on)) yield { path: ['traffic', 'holidays', at, 'on'], complaint: noDay(on) };
  }
  for (const which of ['workdayHours', 'weekendHours'] as const) {
    const [opens = 0, closes = 24] = agents[which];
    if (opens > closes)
      yield { path: ['agents', which], complaint: `is ${opens} to ${closes}: it must end on the same day` };
  }
}

const noDay = (text: string): string => `is "${text}": there is no such day or hour`;

/** 29 February is a day of some years. */
function isHoliday(on: string): boolean {
  if (on.includes(' ')) return Number(on.slice(-2)) >= 1 && Number(on.slice(-2)) <= 12;
  return dayOf(on.length === 5 ? `2024-${on}` : on) !== null;
}
