import type { RedactionKind } from '../contract/redactions.ts';
import type { Meaning } from './cue-words.ts';
import { type Cue, cuesOf } from './cues.ts';
import type { Find } from './find.ts';
import { ORDINALS } from './number-words.ts';
import { type Run, runsOf } from './runs.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What is known besides the text. */
export interface Around {
  /** What the other side asked for. */
  readonly asked: Meaning | null;
  /** Whether all of that was said before; until then a part of it is enough. */
  readonly isAnswered: boolean;
  /** Whether a security code was asked for along with something else: "expiration and CVV?". */
  readonly asksCode: boolean;
  /** Whether a caller says or keys it: nothing but a long number is somebody's number then. */
  readonly isCaller: boolean;
  /** What the caller was asked for, where the company speaks. */
  readonly askedOfCaller: Meaning | null | undefined;
  /** As what digits were found before: a bot reads back what it heard. */
  readonly knownAs: (digits: string) => RedactionKind | undefined;
}

/** A folded text, taken apart as far as the rules ask; what was found before is masked. */
export class View {
  readonly text: string;
  readonly around: Around;
  readonly tokens: readonly Token[];
  readonly runs: readonly Run[];
  /** How many written digits there are, the letters among them counted too. */
  readonly digits: number;
  readonly hasLetters: boolean;
  /** Whether letters and digits stand in one word. */
  readonly hasMixed: boolean;
  #cues: readonly Cue[] | null = null;
  #runAt: ReadonlyMap<number, Run> | null = null;

  constructor(text: string, around: Around) {
    this.text = text;
    this.around = around;
    this.tokens = tokensOf(text);
    this.runs = runsOf(this.tokens);
    let digits = 0;
    let hasLetters = false;
    let hasMixed = false;
    for (const { kind, start, end } of this.tokens) {
      if (kind === 'digits' || kind === 'mixed') digits += end - start;
      if (kind === 'word' || kind === 'mixed') hasLetters = true;
      if (kind === 'mixed') hasMixed = true;
    }
    this.digits = digits;
    this.hasLetters = hasLetters;
    this.hasMixed = hasMixed;
  }

  get asked(): Meaning | null {
    return this.around.asked;
  }

  /** What was asked for, while some of it may be missing. */
  get expected(): Meaning | null {
    return this.around.isAnswered ? null : this.around.asked;
  }

  get cues(): readonly Cue[] {
    this.#cues ??= cuesOf(this.tokens);
    return this.#cues;
  }

  /** The runs by their first token. */
  get runAt(): ReadonlyMap<number, Run> {
    this.#runAt ??= new Map(this.runs.map((run) => [run.from, run]));
    return this.#runAt;
  }

  /** Whether every number lies within the finds, which are in order: then no rule finds more. */
  isSpentBy(finds: readonly Find[]): boolean {
    let at = 0;
    for (const token of this.tokens) {
      if (!isOfNumber(token)) continue;
      at = reaching(finds, at, token.end);
      if (!begins(finds[at], token)) return false;
    }
    at = 0;
    for (const { from, to } of this.runs) {
      at = reaching(finds, at, this.tokens[to - 1]?.end ?? 0);
      if (!begins(finds[at], this.tokens[from])) return false;
    }
    return true;
  }
}

/** The index of the first find, from one on, that reaches as far. */
function reaching(finds: readonly Find[], from: number, end: number): number {
  let at = from;
  while ((finds[at]?.end ?? end) < end) at += 1;
  return at;
}

/** Whether it begins before the token does, or with it. */
const begins = (find: Find | undefined, token: Token | undefined): boolean =>
  find !== undefined && token !== undefined && find.start <= token.start;

const isOfNumber = ({ kind, word }: Token): boolean =>
  kind === 'digits' || kind === 'mixed' || (kind === 'word' && ORDINALS.has(word));
