import type { SETTINGS } from '../base/settings.ts';

type KindName = (typeof SETTINGS)['redact']['words'][number];

/** Kinds of secrets that are replaced before anything is stored, and what each covers. A span of a kind becomes its name: `[CARD]`. */
export const REDACTION_KINDS = {
  card: 'Payment card numbers: right by Luhn and of a known issuer anywhere; whatever follows a cue or a question for one, its last four digits too.',
  cvv: 'Security codes of cards, 3 or 4 digits, after a cue or a question.',
  pin: 'PINs, passcodes and access codes of 4 to 8 digits, after a cue or a question.',
  bank: 'Bank account, routing, sort and transit numbers, after a cue or a question.',
  iban: 'IBANs: right by mod 97 anywhere, in their form after a cue or a question.',
  national_id: 'National ids: by the table of forms below anywhere, and digits after a cue or a question.',
  phone: 'Phone numbers: by their form, else after a cue or a question.',
  email: 'E-mail addresses, with an at sign or spoken.',
  address: 'Street addresses: a number with a street, in either order, and post office boxes.',
  birthdate: 'Dates of birth, after a cue or a question.',
  account: 'Numbers of accounts, customers and members, after a cue or a question.',
} as const satisfies Record<KindName, string>;
export type RedactionKind = keyof typeof REDACTION_KINDS;

export const REDACTION_KIND_NAMES = Object.keys(REDACTION_KINDS) as readonly RedactionKind[];
