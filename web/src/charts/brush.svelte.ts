/** A range of points, drawn with the mouse, or marked with Shift and the arrows and taken with Enter. */
export class Brush {
  #from = $state<number | null>(null);
  #to = $state<number | null>(null);
  /** The mouse has just drawn a range: the click that ends it chooses no point. */
  #drawn = false;
  readonly #done: (from: number, to: number) => void;

  constructor(done: (from: number, to: number) => void) {
    this.#done = done;
  }

  get range(): readonly [number, number] | null {
    if (this.#from === null || this.#to === null || this.#from === this.#to) return null;
    return [Math.min(this.#from, this.#to), Math.max(this.#from, this.#to)];
  }

  isDone(): boolean {
    const drawn = this.#drawn;
    this.#drawn = false;
    return drawn;
  }

  /** @param indexAt the point at a place across the chart */
  handlers(indexAt: (x: number) => number, count: number) {
    const at = (event: PointerEvent) => {
      const { left } = (event.currentTarget as Element).getBoundingClientRect();
      return Math.max(0, Math.min(count - 1, indexAt(event.clientX - left)));
    };
    return {
      onpointerdown: (event: PointerEvent) => {
        if (event.button !== 0 || event.pointerType === 'touch') return;
        this.#drawn = false;
        this.#from = at(event);
        this.#to = this.#from;
      },
      onpointermove: (event: PointerEvent) => {
        if (event.buttons === 1 && this.#from !== null) this.#to = at(event);
      },
      onpointerup: () => this.#take(true),
      onpointerleave: () => this.#drop(),
      onkeydowncapture: (event: KeyboardEvent) => this.#key(event, count),
    };
  }

  #key(event: KeyboardEvent, count: number): void {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const place = (event.target as Element).getAttribute('data-walk');
    if (event.shiftKey && step !== undefined && place !== null) {
      const index = Number(place) % count;
      this.#from ??= index;
      this.#to = Math.max(0, Math.min(count - 1, index + step));
    } else if (event.key === 'Escape' && this.range) {
      this.#drop();
      event.stopPropagation();
      event.preventDefault();
    } else if (event.key === 'Enter' && this.range) {
      this.#take(false);
      event.stopPropagation();
    } else if (event.key !== 'Shift') this.#drop();
  }

  #take(byMouse: boolean): void {
    const { range } = this;
    this.#drop();
    if (!range) return;
    this.#drawn = byMouse;
    this.#done(...range);
  }

  #drop(): void {
    this.#from = null;
    this.#to = null;
  }
}
