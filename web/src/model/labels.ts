import type { Catalog } from '../../../src/server/api.ts';
import { type Grain, isLocalDate, isLocalHour } from './dates.ts';
import type { Value } from './filters.ts';
import { bucketName, hourName, orNone, weekdayName } from './format.ts';
import { GRAINS } from './range.ts';

const isGrain = (field: string): field is Grain => GRAINS.includes(field as Grain);
const isIsoDay = (value: string) => /^[1-7]$/.test(value);

/** A value of a field as it is read: "09:00", "Monday", "Mar 2025", "0–5 months". */
export function valueName(field: string, value: Value): string {
  if (value === null) return orNone(value);
  if (field === 'hour') return isLocalHour(value) ? bucketName(value, field) : value.replace('T', ' ');
  if (isGrain(field)) return isLocalDate(value) ? bucketName(value, field) : value;
  if (field === 'hour_of_day') return hourName(Number(value));
  if (field === 'day_of_week' && isIsoDay(value)) return weekdayName(Number(value));
  if (field === 'tenure_band' && /^\d/.test(value)) return `${value} months`;
  return value;
}

export const fieldLabel = (catalog: Pick<Catalog, 'dimensions'>, field: string): string =>
  catalog.dimensions.find(({ name }) => name === field)?.label ?? field;
