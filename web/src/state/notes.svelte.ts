import type { Annotation, NewAnnotation } from '../../../src/server/api.ts';
import { api } from './api.ts';
import { Task } from './task.svelte.ts';

/** The notes on the time axis, as the warehouse keeps them. */
export class Notes {
  list = $state.raw<readonly Annotation[]>([]);
  readonly reading = new Task();
  readonly writing = new Task();

  load(): Promise<void> {
    return this.reading.run(async (signal) => {
      this.list = (await api.annotations(signal)).annotations;
    });
  }

  /** False when it was refused; `writing` says why. */
  async add(note: NewAnnotation): Promise<boolean> {
    return this.#write((signal) => api.annotate(note, signal));
  }

  async remove(id: string): Promise<boolean> {
    return this.#write((signal) => api.removeAnnotation(id, signal));
  }

  async #write(work: (signal: AbortSignal) => Promise<unknown>): Promise<boolean> {
    await this.writing.run(async (signal) => {
      await work(signal);
    });
    if (this.writing.failure) return false;
    await this.load();
    return true;
  }
}
