import type { RedactionKind } from '../contract/redactions.ts';
import type { Meaning } from './cue-words.ts';
import type { Glance } from './glance.ts';
import type { PromptSense } from './prompt.ts';

/** Digits after which an answer is whole; an address is whole with its street, a birthday with day, month and year. */
const WHOLE: ReadonlyMap<Meaning, number> = new Map(
  Object.entries({
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
  } satisfies Record<RedactionKind, number>) as [RedactionKind, number][],
);

/** Prompts after the question, or after the newest part of an answer, that leave the question standing. */
const PATIENCE = 3;

/** What the caller was asked for, or has announced, and how much of it was said: a number may come in parts, over turns. */
export class Expectation {
  #asked: Meaning | null = null;
  #digits = 0;
  #patience = 0;
  #isAnnounced = false;
  #asksCode = false;

  get asked(): Meaning | null {
    return this.#asked;
  }

  get asksForSecret(): boolean {
    return this.asksCode || (this.#asked !== null && WHOLE.has(this.#asked));
  }

  /** Whether something was asked for that may be read back as it is. */
  get asksForOther(): boolean {
    return this.#asked !== null && !WHOLE.has(this.#asked);
  }

  /** Whether a security code was asked for too. */
  get asksCode(): boolean {
    return this.#asked !== null && this.#asksCode;
  }

  /** Whether all of it was said. */
  get isAnswered(): boolean {
    return this.#asked !== null && this.#digits >= (WHOLE.get(this.#asked) ?? 1);
  }

  /** The other side says something. */
  hear({ text, sense, asksCode }: Glance): void {
    if (sense === 'again' || sense === 'go on') this.#keepAsking(sense);
    else if (sense === 'none') this.#hearOther(text);
    else if (sense === 'number') this.#hearNumber();
    else if (sense === 'part of a date') this.#hearDatePart(text);
    else this.#ask(sense, asksCode);
  }

  /** The one who answers says by themselves what comes next: "my pin is". */
  announce(meaning: Meaning): void {
    this.#ask(meaning);
    this.#isAnnounced = true;
  }

  /** The one who was asked gave so many digits of it. */
  answer(kind: RedactionKind, digits: number): void {
    if (kind !== this.#asked) return;
    this.#digits += digits;
    this.#patience = PATIENCE;
    if (this.#isAnnounced && this.isAnswered) this.#asked = null;
  }

  #ask(meaning: Meaning, asksCode = false): void {
    this.#asked = meaning;
    this.#digits = 0;
    this.#patience = PATIENCE;
    this.#isAnnounced = false;
    this.#asksCode = asksCode;
  }

  /** Another question ends what was announced only. */
  #hearOther(prompt: string): void {
    if (this.#isAnnounced && prompt.includes('?')) this.#asked = null;
    else this.#keepAsking('none');
  }

  /** "Go ahead with the number." */
  #hearNumber(): void {
    if (this.asksForSecret && !this.isAnswered) this.#keepAsking('go on');
    else this.#ask('phone');
  }

  /** "And the year?" */
  #hearDatePart(prompt: string): void {
    if (this.#asked === 'birthdate' && !this.isAnswered) this.#ask('birthdate');
    else if (prompt.includes('?')) this.#ask('day');
    else this.#keepAsking('none');
  }

  #keepAsking(sense: PromptSense): void {
    this.#patience -= 1;
    if (this.#patience < 0 || (this.isAnswered && sense === 'none')) this.#asked = null;
  }
}
