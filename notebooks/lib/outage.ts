import { columns } from './columns.ts';
import type { Shown } from './show.ts';
import { ABANDONED, ESCALATED, NEUTRAL } from './svg.ts';

export interface Hour {
  readonly hour: number;
  readonly calls: number;
  /** Mean of that hour over the year. */
  readonly usual: number;
  readonly isOut: boolean;
}

export function outageHours(title: string, hours: readonly Hour[]): Shown {
  return columns(
    {
      title,
      subtitle: 'Calls by hour, New York time; dashes: the mean of that hour over the year',
      summary: `Calls by hour: ${hours.map(({ hour, calls }) => `${hour}:00 ${calls}`).join(', ')}.`,
    },
    {
      data: hours.map(({ hour, calls, usual, isOut }) => ({
        name: String(hour),
        value: calls,
        marks: [{ value: usual, colour: ABANDONED }],
        colour: isOut ? ESCALATED : NEUTRAL,
      })),
      axis: 'hour of the day',
      colour: NEUTRAL,
      shown: String,
      keys: [
        { name: 'calls in the hours of the outage', colour: ESCALATED },
        { name: 'calls in other hours', colour: NEUTRAL },
        { name: 'usual', colour: ABANDONED, shape: 'dash' },
      ],
    },
  );
}
