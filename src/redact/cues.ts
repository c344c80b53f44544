/** Words before a number that say what it is. Looked for in the same sentence, this many characters back. */
const LOOK_BACK = 60;

const PHONE_WORDS =
  /\b(?:tele)?phones?\b|\btel\b|\bcell(?:phone)?\b|\bmobile\b|\bcall ?back\b|\bcall (?:me|us|him|her|them)\b|\breach (?:me|us|him|her)\b|\btext (?:me|to)\b|\bring me\b|\bdial(?:l?ing|l?ed)?\b|\bfax\b|\bwhatsapp\b|\bsms\b|\blandline\b|\bport(?:ing)? (?:my )?number\b/g;
const WEAK_PHONE_WORDS = /\bnumber\b|\bcall(?:ed|ing)?\b|\bcontact\b|\bline\b/g;
/** Numbers of things: even when they are grouped like a phone number they stay. */
const THING_WORDS =
  /\border\b|\binvoice\b|\bticket\b|\btracking\b|\bshipment\b|\bmodel\b|\bserial\b|\bsku\b|\bpart\b|\bimei\b|\biccid\b|\bconfirmation\b|\breference\b|\bref\b|\bversion\b|\bfirmware\b|\btransaction\b|\bcase\b/g;
/** Other numbers: a plain run of digits after one of these stays. */
const OTHER_WORDS =
  /\baccount\b|\bacct\b|\bcode\b|\bid\b|\bpin\b|\bmeter\b|\bpolicy\b|\bcontract\b|\bbill\b|\bbalance\b|\bamount\b|\btotal\b|\bzip\b|\bsim\b|\bclaim\b|[$€£]/g;

const SENTENCE_END = /(?<!\b(?:tel|no|nr|ref|acct))[.!?;]\s/;

function lastIndex(words: RegExp, text: string): number {
  let last = -1;
  for (const match of text.matchAll(words)) last = match.index;
  return last;
}

export interface Cues {
  /** A word for a thing's number is nearer than any word for a phone. */
  readonly thing: boolean;
  /** A word for a phone is near, and no other meaning is nearer. */
  readonly phone: boolean;
}

export function cuesBefore(text: string, end: number): Cues {
  const before = text.slice(Math.max(0, end - LOOK_BACK), end).toLowerCase();
  const sentence = before.split(SENTENCE_END).at(-1) ?? '';
  const phone = lastIndex(PHONE_WORDS, sentence);
  const thing = lastIndex(THING_WORDS, sentence);
  const other = Math.max(thing, lastIndex(OTHER_WORDS, sentence));
  const weak = other < 0 && lastIndex(WEAK_PHONE_WORDS, sentence) >= 0;
  return { thing: thing > phone, phone: phone > other || weak };
}
