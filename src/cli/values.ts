import type { ChangeValue, MetricInfo, MetricValue } from '../server/api.ts';

export type Unit = MetricInfo['unit'];

export const NO_VALUE = '–';
/** The true minus, as wide as a plus. */
const MINUS = '−';

export function formatCount(value: number): string {
  return Math.round(value).toLocaleString('en-US').replace('-', MINUS);
}

/** A number in the unit of its metric: 68.1 %, 3:05, 1,234, 4.2. */
export function formatValue(value: number | null, unit: Unit): string {
  if (value === null) return NO_VALUE;
  return FORMATS[unit](value);
}

const FORMATS: Record<Unit, (value: number) => string> = {
  sessions: formatCount,
  customers: formatCount,
  share: (value) => `${signed(value * 100, 1)} %`,
  sec: formatDuration,
  turns: (value) => signed(value, 2),
  score: (value) => signed(value, 3),
};

/** A change carries its sign; that of a share is in percentage points. */
export function formatChange({ value }: ChangeValue, unit: Unit): string {
  if (value === null) return NO_VALUE;
  const text = unit === 'share' ? `${signed(value * 100, 1)} pp` : formatValue(value, unit);
  return /^[−]|^[0:., ]+( pp)?$/u.test(text) ? text : `+${text}`;
}

/** How many sessions, turns or calls a value stands on; undefined when it is itself a count. */
export function sampleSize(value: MetricValue): number | undefined {
  if ('denominator' in value) return value.denominator;
  return 'n' in value ? value.n : undefined;
}

/** m:ss, and h:mm:ss from an hour on. */
export function formatDuration(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const sign = seconds < 0 && whole > 0 ? MINUS : '';
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (part: number) => String(part).padStart(2, '0');
  return hours > 0 ? `${sign}${hours}:${two(minutes)}:${two(rest)}` : `${sign}${minutes}:${two(rest)}`;
}

/** How long a step took: 2.3 s. */
export function formatSeconds(millis: number): string {
  return `${(millis / 1000).toFixed(1)} s`;
}

export function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function signed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  return Number(text) === 0 ? text.replace('-', '') : text.replace('-', MINUS);
}
