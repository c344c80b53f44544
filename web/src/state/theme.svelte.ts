import type { Theme } from '../charts/shades.ts';

const KEY = 'earshot-theme';
const system = matchMedia('(prefers-color-scheme: dark)');

function stored(): Theme | null {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : null;
  } catch {
    return null;
  }
}

/** Follows the system until the reader switches. */
class ThemeState {
  #chosen = $state<Theme | null>(stored());
  #system = $state<Theme>(system.matches ? 'dark' : 'light');
  readonly current = $derived(this.#chosen ?? this.#system);

  constructor() {
    system.addEventListener('change', () => {
      this.#system = system.matches ? 'dark' : 'light';
    });
  }

  toggle(): void {
    this.#chosen = this.current === 'dark' ? 'light' : 'dark';
    try {
      localStorage.setItem(KEY, this.#chosen);
    } catch {
      // A browser that keeps nothing still switches for this visit.
    }
  }
}

export const theme = new ThemeState();
