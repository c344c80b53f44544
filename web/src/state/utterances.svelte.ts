import type { Utterance, UtterancesAnswer, UtterancesQuestion } from '../../../src/server/api.ts';
import { api } from './api.ts';
import { Task } from './task.svelte.ts';

/** A list of what callers said, page by page. */
export class UtteranceList {
  utterances = $state.raw<readonly Utterance[]>([]);
  total = $state<number | null>(null);
  readonly task = new Task();
  #question: UtterancesQuestion | null = null;

  open(question: UtterancesQuestion): Promise<void> {
    this.#question = question;
    this.utterances = [];
    this.total = null;
    return this.more();
  }

  more(): Promise<void> {
    return this.task.run(async (signal) => {
      if (!this.#question) return;
      const question = { ...this.#question, offset: this.utterances.length };
      const answer = await api.post<UtterancesAnswer>('turns/utterances', question, signal);
      this.utterances = [...this.utterances, ...answer.utterances];
      this.total = answer.total;
    });
  }
}
