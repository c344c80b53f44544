import { monthOf } from '../calendar.ts';
import type { Says } from '../scenario/schema.ts';
import type { Call } from './call.ts';
import { fact } from './holes.ts';
import { birthday, type Given, grouped, IN_WORDS, spokenDigits } from './numbers.ts';

/**
 * What callers give when asked. All of it is invented and valid in form only: cards of the test range 4000 00 with a
 * right check digit, phone numbers 555-01xx (kept free for fiction), mail domains of RFC 2606.
 */
const GIVEN: Record<Says, (call: Call) => Given> = {
  phone: phoneNumber,
  account: (call) => number(call, `${call.rng.between(10, 99)}${call.rng.digits(6)}`),
  card: (call) => number(call, cardNumber(call)),
  birthday,
  pin: (call) => number(call, call.rng.digits(4)),
  email: (call) => word(mailAddress(call)),
  zip: (call) => number(call, `${call.rng.between(100, 999)}${call.rng.digits(2)}`),
  order: (call) => number(call, `${call.rng.between(1, 9)}${call.rng.digits(5)}`),
  amount: (call) => word(amountInWords(call)),
  month: (call) => word(recentMonth(call)),
  device: (call) => word(fact(call, 'device')),
  country: (call) => word(fact(call, 'country')),
  plan: (call) => word(call.phrase(call.language.caller.plans)),
  yes_no: () => word(''),
};

export function given(call: Call, says: Says): Given {
  return GIVEN[says](call);
}

const word = (spoken: string): Given => ({ spoken, keys: '' });

function number(call: Call, digits: string): Given {
  return { spoken: grouped(call, digits), keys: digits };
}

function phoneNumber(call: Call): Given {
  const { rng } = call;
  const area = `${rng.between(2, 9)}${rng.digits(1)}${rng.between(1, 9)}`;
  const last = `01${rng.digits(2)}`;
  const keys = `${area}555${last}`;
  if (rng.chance(IN_WORDS)) return { spoken: spokenDigits(call, keys), keys };
  return { spoken: [area, '555', last].join(rng.pick([' ', '-', '-'])), keys };
}

function cardNumber({ rng }: Call): string {
  const digits = `400000${rng.digits(9)}`;
  return digits + checkDigit(digits);
}

/** Luhn (ISO/IEC 7812-1, annex B). */
function checkDigit(digits: string): number {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const digit = Number(digits[digits.length - 1 - place]);
    const doubled = place % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return (10 - (sum % 10)) % 10;
}

/** Per mille: recognisers know the form of an address better than that of a number. */
const MAIL_IN_WORDS = 340;
const DOMAINS = ['example.com', 'example.org', 'example.net'];

/** As recognisers write it down, or word by word. */
function mailAddress({ rng, language }: Call): string {
  const { firstNames, lastNames, at, dot } = language.words;
  const [first, last, domain] = [rng.pick(firstNames), rng.pick(lastNames), rng.pick(DOMAINS)];
  const year = rng.chance(200) ? rng.between(70, 99) : '';
  if (!rng.chance(MAIL_IN_WORDS)) return `${first}${rng.pick(['.', '_', ''])}${last}${year}@${domain}`;
  return `${first} ${rng.chance(500) ? `${dot} ` : ''}${last}${year && ` ${year}`} ${at} ${domain.replace('.', ` ${dot} `)}`;
}

/** Per mille of callers who leave the cents out, and of those who name the currency. */
const ROUNDED = 940;
const NAMES_CURRENCY = 700;

/** People round what they say. */
function amountInWords(call: Call): string {
  const { rng, language } = call;
  const exact = fact(call, 'amount');
  const text = rng.chance(ROUNDED) ? String(Math.round(Number(exact))) : exact.replace('.00', '');
  return rng.chance(NAMES_CURRENCY) ? `${text} ${language.words.currency}` : text;
}

function recentMonth({ rng, language, tape, world }: Call): string {
  const now = monthOf(world.time.dayOf(tape.nowMs));
  return language.words.months[(now + 12 - rng.below(3)) % 12] ?? '';
}
