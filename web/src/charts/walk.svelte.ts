import { stepFrom } from './step.ts';

/** Marks as one tab stop: arrows walk, Enter opens, Esc leaves; the tooltip follows focus as it follows the mouse. */
export class Walk {
  /** The mark that Tab enters. */
  entry = $state(0);
  /** The mark whose tooltip is shown. */
  shown = $state<number | null>(null);

  /** Attributes and handlers of mark `index`. */
  mark(index: number, count: number, columns: number, open: () => void) {
    return {
      role: 'button',
      tabindex: index === Math.min(this.entry, count - 1) ? 0 : -1,
      onclick: open,
      onpointerenter: () => this.#show(index),
      onpointerleave: () => this.#hide(index),
      onblur: () => this.#hide(index),
      onfocus: (event: FocusEvent) => {
        this.entry = index;
        if ((event.currentTarget as Element).matches(':focus-visible')) this.#show(index);
      },
      onkeydown: (event: KeyboardEvent) => this.#key(event, index, count, columns, open),
      'data-walk': index,
    };
  }

  #show(index: number) {
    this.shown = index;
  }

  #hide(index: number) {
    if (this.shown === index) this.shown = null;
  }

  #key(event: KeyboardEvent, index: number, count: number, columns: number, open: () => void) {
    const element = event.currentTarget as HTMLElement | SVGElement;
    if (event.key === 'Enter' || event.key === ' ') open();
    else if (event.key === 'Escape') element.blur();
    else {
      const next = stepFrom(event.key, index, count, columns);
      if (next === null) return;
      const panel = element.closest('[data-panel]');
      panel?.querySelector<HTMLElement>(`[data-walk="${next}"]`)?.focus();
    }
    event.preventDefault();
  }
}
