import { randomUUID } from 'node:crypto';

/** The id of a job: one for all tries, until a job of that id is of no more use. */
export class JobName {
  readonly #name: string;
  #id: string;

  constructor(name: string) {
    this.#name = name;
    this.#id = name;
  }

  get id(): string {
    return this.#id;
  }

  renew(): void {
    this.#id = `${this.#name}_${randomUUID()}`;
  }
}
