import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonTextOf } from '../../src/ingest/read-text.ts';

/** What the bytes parse to as they are decoded ordinarily, or that they do not. */
function parsed(text: string | null): unknown {
  if (text === null) return 'not UTF-8';
  try {
    return { value: JSON.parse(text) };
  } catch {
    return 'not JSON';
  }
}

const LETTERS = fc.constantFrom(
  ...['é', 'ÿ', '\u0080', 'ā', '߿', '’', '\u2028', '\uffff', '😀', '𐀀', '\\', '"', '\\u00e9', ' ', 'x'],
);
const TEXTS = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: fc.oneof(LETTERS, fc.constant('plain text')) }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary' }) },
);
/** Long stretches of ASCII around, as in a file, and text that is JSON or not. */
const FILES = fc
  .tuple(TEXTS, TEXTS, fc.nat({ max: 3000 }), fc.boolean())
  .map(([key, text, length, isJson]) =>
    isJson
      ? JSON.stringify({ [key]: text, filler: 'x'.repeat(length), last: [text, key] })
      : `{"${key}":"${'x'.repeat(length)}${text}"}${text}`,
  );

describe('a text for JSON.parse', () => {
  it('is read as the decoded bytes are, whatever letters stand in it', () => {
    fc.assert(
      fc.property(FILES, (file) => {
        const bytes = Buffer.from(file, 'utf8');
        expect(parsed(jsonTextOf(bytes))).toEqual(parsed(bytes.toString('utf8')));
      }),
      { numRuns: 3000, seed: 7 },
    );
  });

  it('is read alike in the middle of a window, at its ends, and in a script of its own', () => {
    for (const letter of ['é', '’', '😀']) {
      for (let before = 1015; before < 1030; before++) {
        const file = JSON.stringify([`${'x'.repeat(before)}${letter}`, letter.repeat(before)]);
        const bytes = Buffer.from(file, 'utf8');
        expect(parsed(jsonTextOf(bytes))).toEqual({ value: JSON.parse(file) });
      }
    }
  });

  it('keeps a letter behind a backslash what it is: no JSON', () => {
    expect(parsed(jsonTextOf(Buffer.from('["\\’"]', 'utf8')))).toBe('not JSON');
    expect(parsed(jsonTextOf(Buffer.from('["\\\\’"]', 'utf8')))).toEqual({ value: ['\\’'] });
  });

  it('is null when the bytes are not UTF-8', () => {
    expect(jsonTextOf(Buffer.from([0x22, 0xc3, 0x22]))).toBeNull();
    expect(jsonTextOf(Buffer.from([0x22, 0xed, 0xa0, 0x80, 0x22]))).toBeNull();
  });
});
