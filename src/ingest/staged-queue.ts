import type { StagedBatch } from '../contract/batch.ts';
import type { Portion, SeenObject } from '../warehouse/warehouse.ts';
import { Bell } from './bell.ts';

/** Worth being loaded while the rest is still being staged: a load of its own costs some 15 ms. */
const PORTION_SESSIONS = 10_000;
const PORTION_OBJECTS = 500;
/** Staged ahead of the warehouse at most; their files lie on the disk, and what a load of several takes is in memory. */
const MAX_PORTIONS = 6;
/** The last tenth comes in smaller ones: what is still to be loaded when all is staged keeps one core waiting. */
const LAST_SHARE = 0.1;
const LAST_PORTION = 0.25;

/** What is staged, on its way into commits. */
export class StagedQueue {
  readonly #portionSessions: number;
  readonly #expectedObjects: number;
  readonly #bell = new Bell();
  #batches: StagedBatch[] = [];
  #unchanged: SeenObject[] = [];
  #sessions = 0;
  #added = 0;
  #isEnded = false;

  /** @param expectedObjects how many will be added, about */
  constructor(portionSessions = PORTION_SESSIONS, expectedObjects = Number.POSITIVE_INFINITY) {
    this.#expectedObjects = expectedObjects;
    this.#portionSessions = portionSessions;
  }

  /** Nothing more will be added. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  get objects(): number {
    return this.#batches.length + this.#unchanged.length;
  }

  /** The next portions have no room until some are taken. */
  get isFull(): boolean {
    return this.#portions >= MAX_PORTIONS;
  }

  add(batch: StagedBatch): void {
    this.#batches.push(batch);
    this.#added += 1;
    this.#sessions += batch.counts.sessions;
    this.#bell.ring();
  }

  addUnchanged(seen: SeenObject): void {
    this.#unchanged.push(seen);
    this.#added += 1;
    this.#bell.ring();
  }

  end(): void {
    this.#isEnded = true;
    this.#bell.ring();
  }

  /** Resolves at the next change. */
  changed(): Promise<void> {
    return this.#bell.rung();
  }

  /** Whether there is a portion, once that is known; false also when it must hurry. */
  async hasPortion(hurry?: AbortSignal): Promise<boolean> {
    const wake = () => this.#bell.ring();
    hurry?.addEventListener('abort', wake);
    while (this.#portions < this.#worthLoading && !this.#isEnded && !hurry?.aborted) await this.#bell.rung();
    hurry?.removeEventListener('abort', wake);
    return !hurry?.aborted && this.objects > 0;
  }

  /** All that is there. */
  take(): Required<Portion> {
    const portion = { batches: this.#batches, unchanged: this.#unchanged };
    this.#batches = [];
    this.#unchanged = [];
    this.#sessions = 0;
    this.#bell.ring();
    return portion;
  }

  get #portions(): number {
    return Math.max(this.#sessions / this.#portionSessions, this.objects / PORTION_OBJECTS);
  }
  get #worthLoading(): number {
    return this.#added >= (1 - LAST_SHARE) * this.#expectedObjects ? LAST_PORTION : 1;
  }
}
