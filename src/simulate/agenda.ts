import type { Need } from './need.ts';

interface Entry {
  readonly dueMs: number;
  readonly need: Need;
}

/** Needs that will call again, the earliest first: a binary heap. */
export class Agenda {
  private readonly entries: Entry[] = [];

  /** Infinity when nobody is due. */
  get nextMs(): number {
    return this.entries[0]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  add(need: Need, dueMs: number): void {
    this.entries.push({ need, dueMs });
    let at = this.entries.length - 1;
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (this.dueAt(above) <= dueMs) break;
      this.swap(at, above);
      at = above;
    }
  }

  takeNext(): Need {
    const [first] = this.entries;
    const last = this.entries.pop();
    if (first === undefined || last === undefined) throw new Error('The agenda is empty');
    if (this.entries.length > 0) {
      this.entries[0] = last;
      this.sink();
    }
    return first.need;
  }

  private sink(): void {
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const least = this.dueAt(left + 1) < this.dueAt(left) ? left + 1 : left;
      if (this.dueAt(least) >= this.dueAt(at)) return;
      this.swap(at, least);
      at = least;
    }
  }

  private dueAt(at: number): number {
    return this.entries[at]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  private swap(one: number, other: number): void {
    const a = this.entries[one];
    const b = this.entries[other];
    if (a === undefined || b === undefined) return;
    this.entries[one] = b;
    this.entries[other] = a;
  }
}
