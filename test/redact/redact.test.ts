import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { passesLuhn } from '../../src/redact/card.ts';
import { Conversation } from '../../src/redact/conversation.ts';
import { NOTHING_AROUND, redact } from '../../src/redact/redact.ts';
import { findSecrets } from '../../src/redact/search.ts';
import { mayHoldSecret, signsOf } from '../../src/redact/signs.ts';
import { MUST_GO, MUST_STAY } from './cases.ts';

/** What secrets are made of, so that a text of these often holds one. */
const PIECES = [
  ...'0123456789 @.-+()ab,/_٤４＠\u200b\n',
  ...'|one |four |seven |double |oh |twenty |cinco |mil |fifth |may |pin |card |account |born |is |my |at |dot |com |gmail |main |street |calle |box |iban |gb|ate |won |to |for |and |then |yeah |birthday |exp |code |flat |my sin '.split(
    '|',
  ),
];

describe('redact', () => {
  it.each(MUST_GO)('%s', (said, kept) => {
    expect(redact(said).text).toBe(kept);
  });

  it.each(MUST_STAY)('leaves "%s"', (said) => {
    expect(redact(said)).toEqual({ text: said, findings: {} });
  });

  it('has cases enough to mean something', () => {
    expect(MUST_GO.length + MUST_STAY.length).toBeGreaterThanOrEqual(60);
    expect(MUST_STAY.length).toBeGreaterThanOrEqual(25);
  });

  it('counts what it replaced, by kind', () => {
    const { findings } = redact('4111 1111 1111 1111, 555-123-4567 or 555-987-6543, a@b.example');
    expect(findings).toEqual({ card: 1, phone: 2, email: 1 });
  });

  it.each([
    ['5551234567', ['What is the phone number on the account?'], '[PHONE]'],
    ['555 0121', ['What is the phone number of your line?'], '[PHONE]'],
    ['5551234567', ['¿Cuál es su número de teléfono?', 'Perdone, no oí nada.'], '[PHONE]'],
    ['5551234567', ['What is your account number?'], '[ACCOUNT]'],
    ['555-123-4567', ['What is your order number?'], '555-123-4567'],
    ['my order is 5551234567', ['What is your phone number?'], 'my order is 5551234567'],
    ['5551234567', ['What is your phone number?', 'And your account number?'], '[ACCOUNT]'],
    ['5551234567', [], '5551234567'],
    ['0612345678', ['What is your phone number?'], '[PHONE]'],
    ['555 123 45 67', ['What is your phone number?'], '[PHONE]'],
  ])('%s as the answer to %j', (said, asked, kept) => {
    expect(redact(said, asked).text).toBe(kept);
  });

  it('changes nothing the second time', () => {
    for (const [said] of MUST_GO) {
      const once = redact(said).text;
      expect(redact(once)).toEqual({ text: once, findings: {} });
    }
  });

  it('finds any card number, however it is grouped', () => {
    const card = fc
      .tuple(
        fc.stringMatching(/^4\d{14}$/),
        fc.constantFrom('', ' ', '-', '.', ',', ', ', '/', '_', '\t', '\n', '\u2003', '\u200b'),
        fc.integer({ min: 1, max: 8 }),
      )
      .map(([head, separator, size]) => {
        const check = '0123456789'.split('').find((digit) => passesLuhn(head + digit)) ?? '';
        return (head + check).match(new RegExp(`.{1,${size}}`, 'g'))?.join(separator) ?? '';
      });
    fc.assert(
      fc.property(card, (number) => {
        expect(redact(`my card ${number} thanks`).text).toBe('my card [CARD] thanks');
      }),
      { seed: 20250131 },
    );
  });

  it('skips only texts in which it would find nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...PIECES), maxLength: 24 }), (text) => {
        if (mayHoldSecret(signsOf(text))) return;
        expect(findSecrets(text, NOTHING_AROUND)).toEqual([]);
        expect(findSecrets(text, { ...NOTHING_AROUND, isCaller: true })).toEqual([]);
      }),
      { seed: 20250131, numRuns: 3000 },
    );
  });

  it.each([
    ['of a company that reads back', 'company', true, [], 'phone'],
    ['of a company that asks for more', 'company', true, ['And your account number, please?'], 'account'],
    ['of a company that asks for nothing', 'company', true, ['Thank you, your plan is changed now.'], null],
    [
      'of a company whose caller has said nothing',
      'company',
      false,
      ['What is your account number?'],
      'account',
    ],
    ['of a caller who says it again', 'caller', true, ['Thank you, your plan is changed now.'], undefined],
  ] as const)(
    'skips, %s, only texts in which it would find nothing',
    (_, side, hasSaid, more, askedOfCaller) => {
      const readBack = [
        '4826',
        '482',
        '55 oh ',
        '14 ',
        '2155',
        ' 01',
        'entered ',
        'correct? ',
        'on file ',
        'right ',
        '$',
        ' dollars ',
      ];
      const turn = fc.string({ unit: fc.constantFrom(...PIECES, ...readBack), maxLength: 12 });
      const said = [
        ['pin', '4826'],
        ['phone', '2125550143'],
      ] as const;
      const known = hasSaid ? said : [];
      const around = {
        ...NOTHING_AROUND,
        isCaller: side === 'caller',
        askedOfCaller,
        knownAs: (digits: string) => known.find(([, value]) => value.includes(digits))?.[0],
      };
      fc.assert(
        fc.property(turn, (text) => {
          if (mayHoldSecret(signsOf(text))) return;
          const conversation = new Conversation();
          if (hasSaid) {
            conversation.find('company', 'What is your PIN?');
            conversation.find('caller', '4826');
            conversation.find('company', 'And your phone number?');
            conversation.find('caller', '212-555-0143');
          }
          for (const prompt of more) conversation.find('company', prompt);
          expect(conversation.find(side, text)).toEqual(findSecrets(text, around));
        }),
        { seed: 20250131, numRuns: 20_000 },
      );
    },
  );

  // A rule that looked at all the text for each of its numbers would need minutes.
  it.each([
    ['numbers', ['1 ', 'one ', 'double ', 'seven ', '4111 ', 'forty ', 'uh ', ', ']],
    ['cues and numbers', ['pin 1234 ', 'born 1 ', 'last four of my ', 'is my pin ', 'account 12 ', 'card ']],
    [
      'names and numbers',
      ['1 main ', 'street apt ', 'calle ', 'po box 1 ', 'j at ', 'a dot ', 'gb82 ', 'may 1 '],
    ],
  ])(
    'needs no more than a look at each part of a megabyte of %s',
    (_, parts) => {
      const text = Array.from(
        { length: 160_000 },
        (_part, index) => parts[(index * 7919) % parts.length],
      ).join('');
      expect(redact(text.padEnd(1_000_000, '1 two '), ['What is your PIN?']).text.length).toBeGreaterThan(0);
    },
    30_000,
  );

  it.each([
    ['digits', '1 '.repeat(50_000)],
    ['at signs', 'a@'.repeat(50_000)],
    ['letters', `${'a'.repeat(400_000)}@`],
    ['brackets', `${'(('.repeat(50_000)}1234567`],
    ['commas', '1,'.repeat(50_000)],
    ['quotes and at signs', '"a"@'.repeat(30_000)],
    ['mixed separators', '12,34/56_78 '.repeat(20_000)],
    ['separators', `1${' -.'.repeat(100_000)}2345678`],
  ])('gets through a long run of %s', (_, text) => {
    expect(typeof redact(text).text).toBe('string');
  });
});

describe('a word of a thing before a phone number', () => {
  it.each([
    'in this case my number is 415-555-2671',
    'for the most part I use 415-555-2671',
    'my order is late, my number 415-555-2671',
    'the order came, call 415-555-2671',
    'ref 12345, call 415.555.2671',
  ])('does not hide that "%s" gives one', (text) => {
    expect(redact(text, []).text).toContain('[PHONE]');
  });

  it.each(['call about order 415-555-2671', 'the invoice with the number 4155552671'])(
    'keeps the number of the thing in "%s"',
    (text) => {
      expect(redact(text, []).text).toBe(text);
    },
  );
});
