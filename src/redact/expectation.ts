import type { RedactionKind } from '../contract/redactions.ts';
import type { Meaning } from './cue-words.ts';
import { type PromptSense, senseOfPrompt } from './prompt.ts';

/** Digits after which an answer is whole; a birthday or an address is whole at once. */
const WHOLE: Readonly<Record<RedactionKind, number>> = {
  card: 13,
  cvv: 3,
  pin: 4,
  bank: 8,
  iban: 15,
  national_id: 9,
  phone: 10,
  email: 1,
  address: 1,
  birthdate: 4,
  account: 10,
};

/** Prompts after the question, or after the newest part of an answer, that leave the question standing. */
const PATIENCE = 3;

/** What the caller was asked for, and how much of it was said: a number may come in parts, over turns. */
export class Expectation {
  #asked: Meaning | null = null;
  #digits = 0;
  #patience = 0;

  get asked(): Meaning | null {
    return this.#asked;
  }

  get asksForSecret(): boolean {
    return this.#asked !== null && this.#asked in WHOLE;
  }

  /** The other side says something. */
  hear(prompt: string): void {
    const sense = senseOfPrompt(prompt);
    if (sense === 'again' || sense === 'go on' || sense === 'none') this.#keepAsking(sense);
    else this.#ask(sense);
  }

  /** The one who was asked gave so many digits of it. */
  answer(kind: RedactionKind, digits: number): void {
    if (kind !== this.#asked) return;
    this.#digits += digits;
    this.#patience = PATIENCE;
  }

  #ask(meaning: Meaning): void {
    this.#asked = meaning;
    this.#digits = 0;
    this.#patience = PATIENCE;
  }

  #keepAsking(sense: PromptSense): void {
    this.#patience -= 1;
    const isWhole = this.#asked !== null && this.#digits >= (WHOLE[this.#asked as RedactionKind] ?? 1);
    if (this.#patience < 0 || (isWhole && sense === 'none')) this.#asked = null;
  }
}
