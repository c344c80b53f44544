import type { Dims, Value } from '../model/filters.ts';
import type { Board } from '../state/board.svelte.ts';
import { stepFrom } from './step.ts';

/** A mark to walk to: what it stands for, and what choosing it does. */
export interface Step {
  readonly dims: Dims;
  readonly choose: (add: boolean) => void;
}

/**
 * Marks as one tab stop: arrows walk, Enter chooses, with Ctrl or Shift it adds, Esc leaves the chart. The tooltip and the highlight
 * follow the focus as they follow the mouse.
 */
export class Walk {
  /** The mark that Tab enters. */
  entry = $state(0);
  /** The mark whose tooltip is shown. */
  shown = $state<number | null>(null);
  readonly #board: Board;

  constructor(board: Board) {
    this.#board = board;
  }

  /** Where some places have no mark, Tab must still find one. */
  enter(marks: readonly number[]): void {
    if (!marks.includes(this.entry) && marks[0] !== undefined) this.entry = marks[0];
  }

  /** Attributes and handlers of mark `index`. */
  mark(index: number, count: number, columns: number, step: Step) {
    return {
      role: 'button',
      tabindex: index === Math.min(this.entry, count - 1) ? 0 : -1,
      onclick: (event: MouseEvent) => step.choose(isAdding(event)),
      onpointerenter: () => this.#show(index, step.dims),
      onpointerleave: () => this.#hide(index),
      onblur: () => this.#hide(index),
      onfocus: (event: FocusEvent) => {
        this.entry = index;
        if ((event.currentTarget as Element).matches(':focus-visible')) this.#show(index, step.dims);
      },
      onkeydown: (event: KeyboardEvent) => this.#key(event, index, count, columns, step),
      'data-walk': index,
    };
  }

  #show(index: number, dims: Dims) {
    this.shown = index;
    const [first] = Object.entries(dims).filter((pair): pair is [string, Value] => pair[1] !== undefined);
    this.#board.hover = first ? { field: first[0], value: first[1] } : null;
  }

  #hide(index: number) {
    if (this.shown !== index) return;
    this.shown = null;
    this.#board.hover = null;
  }

  #key(event: KeyboardEvent, index: number, count: number, columns: number, step: Step) {
    const panel = (event.currentTarget as Element).closest<HTMLElement>('[data-panel]');
    if (event.key === 'Enter' || event.key === ' ') step.choose(isAdding(event));
    else if (event.key === 'Escape') panel?.focus();
    else {
      if (stepFrom(event.key, index, count, columns) === null) return;
      nextMark(panel, (from) => stepFrom(event.key, from, count, columns) ?? from, index)?.focus();
    }
    event.preventDefault();
  }
}

/** Over places without a mark, up to the edge of the chart. */
function nextMark(
  panel: HTMLElement | null,
  step: (from: number) => number,
  from: number,
): HTMLElement | null | undefined {
  const next = step(from);
  if (next === from) return null;
  return panel?.querySelector<HTMLElement>(`[data-walk="${next}"]`) ?? nextMark(panel, step, next);
}

const isAdding = ({ ctrlKey, metaKey, shiftKey }: MouseEvent | KeyboardEvent) =>
  ctrlKey || metaKey || shiftKey;
