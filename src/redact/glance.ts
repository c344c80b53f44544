import { announcedIn } from './announced.ts';
import type { Meaning } from './cue-words.ts';
import { asksCodeToo, type PromptSense, senseOfPrompt } from './prompt.ts';
import { isCommon, mayAnnounce, type Signs, signsOf } from './signs.ts';

/** What a text shows by itself, whoever says it and whenever. */
export class Glance {
  readonly text: string;
  readonly signs: Signs;
  /** The company said it, nothing was asked or known before, and nothing was found. */
  isPlain = false;
  #sense: PromptSense | undefined;
  #asksCode: boolean | undefined;
  #announced: Meaning | null | undefined;

  constructor(text: string) {
    this.text = text;
    this.signs = signsOf(text);
  }

  /** What it asks for. */
  get sense(): PromptSense {
    this.#sense ??= senseOfPrompt(this.text);
    return this.#sense;
  }

  /** Whether it asks for a security code along with something else. */
  get asksCode(): boolean {
    this.#asksCode ??= mayAnnounce(this.signs) && asksCodeToo(this.text);
    return this.#asksCode;
  }

  /** What its speaker is about to say in the next turn. */
  get announced(): Meaning | null {
    if (this.#announced === undefined)
      this.#announced = mayAnnounce(this.signs) ? announcedIn(this.text) : null;
    return this.#announced;
  }
}

/** Longer texts hardly come twice. */
const MAX_CHARS = 400;
const MAX_KEPT = 5000;
const kept = new Map<string, Glance>();

/** An IVR says the same prompts all day, and its callers the same few words: each is looked at once. What may hold a secret is not kept. */
export function glanceOf(text: string): Glance {
  if (text.length > MAX_CHARS) return new Glance(text);
  const known = kept.get(text);
  if (known !== undefined) return known;
  const glance = new Glance(text);
  if (!isCommon(glance.signs)) return glance;
  if (kept.size >= MAX_KEPT) kept.clear();
  kept.set(text, glance);
  return glance;
}
