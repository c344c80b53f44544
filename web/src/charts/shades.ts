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
    plus: '#5f6b80',
    minus: '#86705c',
    none: '#6b6e76',
  },
  dark: {
    page: '#0f172a',
    Resolved: '#3b9cff',
    Escalated: '#d97706',
    Abandoned: '#f1f5f9',
    positive: '#4fc4b0',
    negative: '#f08ab5',
    plus: '#8f9db5',
    minus: '#b59a80',
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

/** Sentiment has a pair of its own; all else that has a sign is neutral. */
export const SENTIMENT_PAIR = ['negative', 'positive'] as const;
export const NEUTRAL_PAIR = ['minus', 'plus'] as const;
export type HuePair = readonly [Hue, Hue];

/** From −1 to 1: the first hue, the page, the second. */
export const divergingShade = (theme: Theme, value: number, pair: HuePair = NEUTRAL_PAIR): Shade =>
  shadeOf(theme, value < 0 ? pair[0] : pair[1], Math.abs(value));

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
