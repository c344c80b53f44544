import { isoDate, weekdayOf } from '../calendar.ts';
import type { Scenario } from '../scenario/schema.ts';

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

type Holiday = Scenario['traffic']['holidays'][number];

/** Per cent of the usual calls on that local day; null when it is no holiday. */
export function holidayPercent(holidays: readonly Holiday[], day: number): number | null {
  const iso = isoDate(day);
  return holidays.find((holiday) => isOn(holiday.on, iso, day))?.percent ?? null;
}

function isOn(on: string, iso: string, day: number): boolean {
  if (/^[\d-]+$/.test(on)) return iso.endsWith(on);
  const [which = '', weekday = '', month = ''] = on.split(' ');
  if (iso.slice(5, 7) !== month || WEEKDAYS[weekdayOf(day)] !== weekday) return false;
  const dayOfMonth = Number(iso.slice(8));
  if (which === 'last') return isoDate(day + 7).slice(5, 7) !== month;
  return Math.ceil(dayOfMonth / 7) === Number(which);
}
