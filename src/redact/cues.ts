interface Place {
  readonly start: number;
  readonly end: number;
}

/** What the words around a number say that it is. */
export type Meaning = 'phone' | 'thing' | 'other' | 'none';

/** Words before a number count in its own sentence, this many characters back. */
const LOOK_BACK = 60;
/** Prompts that count when the caller's own words say nothing: a reprompt does not repeat the question. */
export const PROMPTS_THAT_COUNT = 3;

const PHONE_WORDS =
  /\b(?:tele)?phones?\b|\btel\b|\bcell(?:phone)?\b|\bmobile\b|\bcall ?back\b|\bcall (?:me|us|him|her|them|you)\b|\breach (?:me|us|him|her|you)\b|\btext (?:me|to)\b|\bring me\b|\bdial(?:l?ing|l?ed)?\b|\bfax\b|\bwhatsapp\b|\bsms\b|\blandline\b|\btel[eé]fono\b|\bcelular\b|\bm[oó]vil\b|\bll[aá]me(?:me|nme)\b/g;
const WEAK_PHONE_WORDS = /\bnumber\b|\bcall(?:ed|ing)?\b|\bcontact\b|\bline\b|\bn[uú]mero\b|\bl[ií]nea\b/g;
/** Numbers of things: even when they are grouped like a phone number they stay. */
const THING_WORDS =
  /\border\b|\binvoice\b|\bticket\b|\btracking\b|\bshipment\b|\bmodel\b|\bserial\b|\bsku\b|\bpart\b|\bimei\b|\biccid\b|\bconfirmation\b|\breference\b|\bref\b|\bversion\b|\bfirmware\b|\btransaction\b|\bcase\b|\bpedido\b|\bfactura\b/g;
/** Other numbers: a plain run of digits after one of these stays. */
const OTHER_WORDS =
  /\baccount\b|\bacct\b|\bcard\b|\bcode\b|\bid\b|\bpin\b|\bmeter\b|\bpolicy\b|\bcontract\b|\bbill\b|\bbalance\b|\bamount\b|\btotal\b|\bzip\b|\bsim\b|\bclaim\b|\bcuenta\b|\btarjeta\b|\bc[oó]digo\b|\bsaldo\b|[$€£]/g;

const SENTENCE_END = /(?<!\b(?:tel|no|nr|ref|acct))[.!?;]\s/;

function lastIndex(words: RegExp, text: string): number {
  let last = -1;
  for (const match of text.matchAll(words)) last = match.index;
  return last;
}

/** The word nearest to the end wins; weak words count only when there is no other. */
function meaningOf(sentence: string): Meaning {
  const phone = lastIndex(PHONE_WORDS, sentence);
  const thing = lastIndex(THING_WORDS, sentence);
  const other = lastIndex(OTHER_WORDS, sentence);
  const nearest = Math.max(phone, thing, other);
  if (nearest < 0) return lastIndex(WEAK_PHONE_WORDS, sentence) < 0 ? 'none' : 'phone';
  if (nearest === phone) return 'phone';
  return nearest === thing ? 'thing' : 'other';
}

/** A question for the phone number on the account asks for a phone number. */
function meaningOfPrompt(prompt: string): Meaning {
  const text = prompt.slice(-4 * LOOK_BACK).toLowerCase();
  return lastIndex(PHONE_WORDS, text) < 0 ? meaningOf(text) : 'phone';
}

/** Words after a number count only when they name it: "555-1234 is my cell phone number". */
const NAMED_AFTER =
  /^[\s,)]*(?:(?:is|was|that's|it's) (?:my|our|his|her|their|the)|es (?:mi|el|su|nuestro)) ((?:\p{L}+ ?){1,3})/u;

function meaningAfter(text: string, end: number): Meaning {
  const named = NAMED_AFTER.exec(text.slice(end, end + LOOK_BACK).toLowerCase())?.[1];
  return named === undefined ? 'none' : meaningOf(named);
}

/** What a number is, by the words before it, else by those that name it after it, else by what was asked; `asked` has the newest prompt last. */
export function meaningAt(text: string, { start, end }: Place, asked: readonly string[]): Meaning {
  const before = text.slice(Math.max(0, start - LOOK_BACK), start).toLowerCase();
  const own = meaningOf(before.split(SENTENCE_END).at(-1) ?? '');
  if (own !== 'none') return own;
  const named = meaningAfter(text, end);
  if (named !== 'none') return named;
  const prompts = asked.slice(-PROMPTS_THAT_COUNT).map(meaningOfPrompt);
  return prompts.findLast((meaning) => meaning !== 'none') ?? 'none';
}
