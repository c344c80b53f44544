import type { RedactionKind } from '../contract/redactions.ts';
import { amountOf } from './answers.ts';
import type { Meaning } from './cue-words.ts';
import { Expectation } from './expectation.ts';
import type { Find } from './find.ts';
import { fold } from './fold.ts';
import { type Glance, glanceOf } from './glance.ts';
import { ALL_KINDS, addCounts, type Redacted, type RedactionCounts, redact, replaced } from './redact.ts';
import { findSecrets } from './search.ts';
import { MIN_KNOWN as MIN_READ_BACK } from './secret-runs.ts';
import { mayAnswer, mayHoldSecret, mayRecall, mayRepeat } from './signs.ts';
import type { Around } from './view.ts';

/** The caller, or who speaks for the company. */
export type Side = 'caller' | 'company';

/** Prompts that were not looked at yet: older ones no longer ask. */
const MAX_UNHEARD = 8;
/** Values that are known again when they are read back. */
const MAX_KNOWN = 32;
const MIN_KNOWN = 3;
/** What may have been said, within a name: fewer digits number its step or its version. */
const NAMED = /^\d{3}$|\d{4}/;
const ALL_NAMED = /^\d{3}$|\d{4,}/g;
const NO_DIGIT = /[^0-9]/g;
const NOTHING: Find[] = [];
/** Digits of a number in parts. */
const MAX_PARTS = 64;

interface Known {
  readonly kind: RedactionKind;
  readonly digits: string;
}

/** A question of the caller's, not a story. */
const QUESTION = /\?|^(?:what|which|can|could|do|does|is|tell|cuál|qué|puede)\b/i;

/** The turns of one session in their order: what was asked in one tells what the next holds, in parts over turns too. */
export class Conversation {
  readonly #kinds: ReadonlySet<RedactionKind>;
  readonly #expected: Readonly<Record<Side, Expectation>> = {
    caller: new Expectation(),
    company: new Expectation(),
  };
  readonly #unheard: Readonly<Record<Side, Glance[]>> = { caller: [], company: [] };
  #known: Known[] = [];
  #parts: Known | null = null;

  constructor(kinds: ReadonlySet<RedactionKind> = ALL_KINDS) {
    this.#kinds = kinds;
  }

  /** One turn, redacted; the next ones are seen in its light. */
  redact(side: Side, text: string): Redacted {
    return replaced(text, this.find(side, text));
  }

  /** As `redact`, the stretches alone. */
  find(side: Side, text: string): readonly Find[] {
    if (this.#kinds.size === 0) return [];
    const glance = glanceOf(text);
    const finds = this.#find(side, glance);
    if (glance.announced !== null) this.#listen(side).announce(glance.announced);
    this.#tell(side === 'caller' ? 'company' : 'caller', glance);
    if (finds.length === 0 || this.#kinds === ALL_KINDS) return finds;
    return finds.filter(({ kind }) => this.#kinds.has(kind));
  }

  /** Another writing of the turn that was redacted last: it is part of no number over turns. */
  redactAgain(side: Side, text: string): string {
    const finds = findSecrets(text, this.#around(side));
    return replaced(
      text,
      finds.filter(({ kind }) => this.#kinds.has(kind)),
    ).text;
  }

  /** A name or a code that stands beside the turns: what was said in them is a secret there, too, as in `confirm_2125550143`. */
  redactName(name: string): Redacted {
    const said = this.#known.length > 0 && NAMED.test(name) ? this.#saidIn(name) : NOTHING;
    if (said.length === 0) return redact(name, [], this.#kinds);
    const known = replaced(name, said);
    const rest = redact(known.text, [], this.#kinds);
    const findings: RedactionCounts = { ...known.findings };
    addCounts(findings, rest.findings);
    return { text: rest.text, findings };
  }

  #saidIn(name: string): Find[] {
    return Array.from(name.matchAll(ALL_NAMED)).flatMap(({ 0: digits, index: start }) => {
      const kind = this.#known.find((known) => known.digits === digits)?.kind;
      if (kind === undefined || !this.#kinds.has(kind)) return [];
      return [{ kind, start, end: start + digits.length }];
    });
  }

  #find(side: Side, glance: Glance): Find[] {
    const { text, signs } = glance;
    if (!mayAnswer(signs, text) && !mayHoldSecret(signs)) return [];
    const expected = this.#listen(side);
    const isOfMore = expected.asksForSecret || mayHoldSecret(signs);
    if (!isOfMore && !this.#mayReadBack(side, glance)) return [];
    const isAlone =
      side === 'company' &&
      expected.asked === null &&
      this.#known.length === 0 &&
      !this.#listen('caller').asksForSecret;
    if (isAlone && glance.isPlain) return [];
    const finds = findSecrets(text, this.#around(side));
    if (isAlone && finds.length === 0 && !this.#listen('caller').asksForOther) glance.isPlain = true;
    for (const find of finds) this.#learn(find.kind, text.slice(find.start, find.end), expected);
    return finds;
  }

  /** Whether a text without a secret of its own may say again what was said, or what was asked for. */
  #mayReadBack(side: Side, { text, signs }: Glance): boolean {
    if (!mayRepeat(signs)) return false;
    const isKnown = this.#known.length > 0;
    if (mayRecall(signs)) return isKnown || (side === 'company' && this.#listen('caller').asksForSecret);
    return isKnown && this.#sharesDigits(fold(text).replace(NO_DIGIT, ''));
  }

  /** Whether so many of them in a row as are known again are part of what was said. */
  #sharesDigits(digits: string): boolean {
    for (let at = 0; at + MIN_READ_BACK <= digits.length; at++) {
      if (this.#knownAs(digits.slice(at, at + MIN_READ_BACK)) !== undefined) return true;
    }
    return false;
  }

  #around(side: Side): Around {
    const { asked, isAnswered, asksCode } = this.#listen(side);
    return {
      asked,
      isAnswered,
      asksCode,
      isCaller: side === 'caller',
      askedOfCaller: this.#askedOfCaller(side),
      knownAs: this.#knownAs,
    };
  }

  #askedOfCaller(side: Side): Meaning | null | undefined {
    return side === 'caller' ? undefined : this.#listen('caller').asked;
  }

  #listen(side: Side): Expectation {
    const expected = this.#expected[side];
    const unheard = this.#unheard[side];
    if (unheard.length === 0) return expected;
    for (const prompt of unheard) if (side === 'caller' || QUESTION.test(prompt.text)) expected.hear(prompt);
    unheard.length = 0;
    return expected;
  }

  #tell(side: Side, said: Glance): void {
    const unheard = this.#unheard[side];
    unheard.push(said);
    if (unheard.length > MAX_UNHEARD) unheard.shift();
  }

  #learn(kind: RedactionKind, value: string, expected: Expectation): void {
    const { digits, amount } = amountOf(kind, value);
    expected.answer(kind, amount);
    if (digits.length < MIN_KNOWN) return;
    const whole = this.#parts?.kind === kind ? `${this.#parts.digits}${digits}`.slice(-MAX_PARTS) : digits;
    this.#parts = { kind, digits: whole };
    this.#known = [...this.#known.slice(-MAX_KNOWN), { kind, digits }, this.#parts];
  }

  readonly #knownAs = (digits: string): RedactionKind | undefined =>
    this.#known.find((known) => known.digits.includes(digits))?.kind;
}
