import type { SessionDetail, SessionSummary, SessionsQuestion } from '../../../src/server/api.ts';
import { api } from './api.ts';
import { Task } from './task.svelte.ts';

/** The list of calls behind a mark. */
export class CallList {
  sessions = $state.raw<readonly SessionSummary[]>([]);
  total = $state<number | null>(null);
  nextCursor = $state<string | null>(null);
  dataVersion = $state<number | null>(null);
  readonly task = new Task();
  #question: SessionsQuestion | null = null;

  open(question: SessionsQuestion): Promise<void> {
    this.#question = question;
    this.sessions = [];
    this.total = null;
    this.nextCursor = null;
    return this.more();
  }

  more(): Promise<void> {
    return this.task.run(async (signal) => {
      if (!this.#question) return;
      const cursor = this.nextCursor === null ? {} : { cursor: this.nextCursor };
      const answer = await api.sessions({ ...this.#question, ...cursor }, signal);
      this.sessions = [...this.sessions, ...answer.sessions];
      this.total = answer.total;
      this.dataVersion = answer.dataVersion;
      this.nextCursor = answer.nextCursor;
    });
  }
}

/** One call with its transcript. */
export class Call {
  detail = $state.raw<SessionDetail | null>(null);
  readonly task = new Task();

  open(id: string): Promise<void> {
    if (this.detail?.session_id !== id) this.detail = null;
    return this.task.run(async (signal) => {
      this.detail = await api.session(id, signal);
    });
  }
}
