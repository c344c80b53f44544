import type { Status } from '../model/mark.ts';
import { inkOn, mix } from './contrast.ts';

export type Theme = 'light' | 'dark';

/** The same hexes as in tokens.css: shades are mixed here, because the ink on each is chosen by its contrast. */
const PALETTE = {
  light: {
    page: '#ffffff',
    Resolved: '#2f80c2',
    Escalated: '#c96a00',
    Abandoned: '#3f3f46',
    none: '#6b6e76',
  },
  dark: { page: '#0f172a', Resolved: '#3b9cff', Escalated: '#d97706', Abandoned: '#f1f5f9', none: '#8492a8' },
} as const;
const INKS = ['#000000', '#ffffff'] as const;

export interface Shade {
  readonly ground: string;
  readonly ink: string;
}

/** `share` 0 to 1 of the scale; zero is the page itself, and the fullest shade stays short of the pure hue. */
export function shadeOf(theme: Theme, status: Status | null, share: number): Shade {
  const palette = PALETTE[theme];
  const ground = mix(
    palette.page,
    palette[status ?? 'none'],
    share <= 0 ? 0 : 0.06 + 0.82 * Math.min(1, share),
  );
  return { ground, ink: inkOn(ground, INKS) };
}
