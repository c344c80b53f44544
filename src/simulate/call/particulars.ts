import { MS_PER_DAY, monthOf } from '../calendar.ts';
import type { SlotName } from '../data/slots.ts';
import type { Call } from './call.ts';
import { amount } from './phrases.ts';

/**
 * What callers give when asked. All of it is invented and valid in form only: cards of the test range 4000 00 with a
 * right check digit, phone numbers 555-01xx (kept free for fiction), mail domains of RFC 2606.
 */
const SAID: Record<SlotName, (call: Call) => string> = {
  phone: phoneNumber,
  account: ({ rng }) => `${rng.between(10, 99)}${rng.digits(6)}`,
  card: cardNumber,
  email: mailAddress,
  zip: ({ rng }) => `${rng.between(100, 999)}${rng.digits(2)}`,
  order: ({ rng }) => `${rng.between(1, 9)}${rng.digits(5)}`,
  amount: (call) => `${amount(call)} ${call.pack.caller.currency}`,
  month: recentMonth,
  device: ({ rng, pack }) => rng.pick(pack.caller.devices),
  country: ({ rng, pack }) => rng.pick(pack.caller.countries),
  plan: ({ rng, pack }) => rng.pick(pack.caller.plans),
};

export function said(call: Call, slot: SlotName): string {
  return SAID[slot](call);
}

export function digitsOf(text: string): string {
  return text.replace(/\D/g, '');
}

function phoneNumber({ rng }: Call): string {
  const area = `${rng.between(2, 9)}${rng.digits(1)}${rng.between(1, 9)}`;
  const separator = rng.pick([' ', '-', '-']);
  return [area, '555', `01${rng.digits(2)}`].join(separator);
}

function cardNumber({ rng }: Call): string {
  const digits = `400000${rng.digits(9)}`;
  const number = digits + checkDigit(digits);
  return rng.chance(700) ? number.replace(/(\d{4})(?=\d)/g, '$1 ') : number;
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

const FIRST = ['maria', 'john', 'sam', 'lena', 'carlos', 'amy', 'tom', 'nina', 'paul', 'ruth', 'omar', 'kim'];
const LAST = ['lopez', 'hill', 'stone', 'vega', 'brook', 'field', 'marsh', 'reyes', 'wood', 'lane', 'frost'];
const DOMAINS = ['example.com', 'example.org', 'example.net'];

function mailAddress({ rng }: Call): string {
  const separator = rng.pick(['.', '_', '']);
  const year = rng.chance(400) ? rng.between(60, 99) : '';
  return `${rng.pick(FIRST)}${separator}${rng.pick(LAST)}${year}@${rng.pick(DOMAINS)}`;
}

function recentMonth({ rng, pack, tape }: Call): string {
  const now = monthOf(Math.floor(tape.nowMs / MS_PER_DAY));
  return pack.caller.months[(now + 12 - rng.below(3)) % 12] ?? '';
}
