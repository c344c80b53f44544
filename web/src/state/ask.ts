import type { Answer, DayChange, Question, Status } from '../../../src/server/api.ts';
import type { PageScope } from '../model/scope.ts';
import { countOf } from '../model/values.ts';
import { api } from './api.ts';

/** Enough for going back and forth between a few views. */
const MAX_KEPT = 80;

/** Answers of one data version: a switch of one chart asks that chart's question alone. */
export class Answers {
  readonly #kept = new Map<string, unknown>();
  #version: number | null = null;

  /** Whatever was kept may be what is wrong. */
  forget(): void {
    this.#kept.clear();
  }

  /** Newer data makes all that was kept old. */
  at(version: number): void {
    if (version !== this.#version) this.#kept.clear();
    this.#version = version;
  }

  async get<T extends { readonly dataVersion: number }>(
    path: string,
    body: unknown,
    signal: AbortSignal,
  ): Promise<T> {
    const id = `${path} ${JSON.stringify(body)}`;
    const known = this.#kept.get(id) as T | undefined;
    if (known) return known;
    const answer = await api.post<T>(path, body, signal);
    if (answer.dataVersion !== this.#version) return answer;
    this.#kept.set(id, answer);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > MAX_KEPT && oldest !== undefined) this.#kept.delete(oldest);
    return answer;
  }
}

/** Asks for one view; remembers the newest data version that answered. */
export class Ask {
  version: number | null = null;
  readonly #answers: Answers;
  readonly #signal: AbortSignal;

  constructor(answers: Answers, signal: AbortSignal) {
    this.#answers = answers;
    this.#signal = signal;
  }

  async post<T extends { readonly dataVersion: number }>(path: string, body: unknown): Promise<T> {
    const answer = await this.#answers.get<T>(path, body, this.#signal);
    this.version = Math.max(this.version ?? 0, answer.dataVersion);
    return answer;
  }

  query(question: Question): Promise<Answer> {
    return this.post<Answer>('query', question);
  }

  status(): Promise<Status> {
    return api.status(this.#signal);
  }

  async dayChanges(): Promise<readonly DayChange[]> {
    return (await api.dayChanges(this.#signal)).changes;
  }

  /** For views none of whose charts says it. */
  async sessions(scope: PageScope): Promise<number> {
    return countOf((await this.query({ ...scope, metrics: ['sessions'] })).rows[0], 'sessions');
  }
}
