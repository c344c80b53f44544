import { inkOn, mix } from './contrast.ts';

export type Theme = 'light' | 'dark';

/** The same hexes as in tokens.css: shades are mixed here, because the ink on each is chosen by its contrast. */
const PALETTE = {
  light: {
    page: '#ffffff',
    Resolved: '#2f80c2',
    Escalated: '#c96a00',
    Abandoned: '#3f3f46',
    positive: '#0f7b6c',
    negative: '#b3366b',
    none: '#6b6e76',
  },
  dark: {
    page: '#0f172a',
    Resolved: '#3b9cff',
    Escalated: '#d97706',
    Abandoned: '#f1f5f9',
    positive: '#4fc4b0',
    negative: '#f08ab5',
    none: '#8492a8',
  },
} as const;
const INKS = ['#000000', '#ffffff'] as const;

export type Hue = Exclude<keyof (typeof PALETTE)['light'], 'page'>;

export interface Shade {
  readonly ground: string;
  readonly ink: string;
}

/** `share` 0 to 1 of the scale; zero is the page itself, and the fullest shade stays short of the pure hue. */
export function shadeOf(theme: Theme, hue: Hue, share: number): Shade {
  const palette = PALETTE[theme];
  const ground = mix(palette.page, palette[hue], share <= 0 ? 0 : 0.06 + 0.82 * Math.min(1, share));
  return { ground, ink: inkOn(ground, INKS) };
}

/** From −1 to 1: the negative hue, the page, the positive hue. */
export const divergingShade = (theme: Theme, value: number): Shade =>
  shadeOf(theme, value < 0 ? 'negative' : 'positive', Math.abs(value));

const METRIC_HUES: Readonly<Record<string, Hue>> = {
  resolution_rate: 'Resolved',
  durable_resolution_rate: 'Resolved',
  containment_rate: 'Resolved',
  escalation_rate: 'Escalated',
  agent_request_rate: 'Escalated',
  abandonment_rate: 'Abandoned',
  positive_rate: 'positive',
  negative_rate: 'negative',
};
export const hueNamed = (metric: string): Hue => METRIC_HUES[metric] ?? 'none';
