import type { Theme } from '../charts/shades.ts';
import { stored } from './stored.ts';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Choice = (typeof THEMES)[number];

const system = matchMedia('(prefers-color-scheme: dark)');
const paper = matchMedia('print');
const kept = stored('earshot-theme');
const remembered = (): Choice => THEMES.find((each) => each === kept.read()) ?? 'system';

/** Follows the system until the reader chooses; paper is always light. */
class ThemeState {
  chosen = $state<Choice>(remembered());
  #system = $state<Theme>(system.matches ? 'dark' : 'light');
  isPaper = $state(paper.matches);
  readonly current: Theme = $derived(
    this.isPaper ? 'light' : this.chosen === 'system' ? this.#system : this.chosen,
  );

  constructor() {
    system.addEventListener('change', () => {
      this.#system = system.matches ? 'dark' : 'light';
    });
    paper.addEventListener('change', () => {
      this.isPaper = paper.matches;
    });
  }

  choose(theme: Choice): void {
    this.chosen = theme;
    kept.write(theme);
  }
}

export const theme = new ThemeState();
