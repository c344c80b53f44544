const ZERO_WIDTH = 0x200b;
/** Zeros of the digits that keyboards and speech-to-text write besides ASCII: Arabic (two), Devanagari, Bengali, Thai. */
const ZEROS = [0x660, 0x6f0, 0x966, 0x9e6, 0xe50];
const FOLDABLE =
  /[\u00a0\u00ad\u0660-\u0669\u06f0-\u06f9\u0966-\u096f\u09e6-\u09ef\u0e50-\u0e59\u2000-\u200d\u2010-\u2015\u202f\u205f\u2060\u2212\u3000\ufe63\ufe6b\ufeff\uff01-\uff5e]/g;

/** A text of the same length, so that positions hold: digits, signs and spaces of other scripts as ASCII, what has no width as U+200B. */
export function fold(text: string): string {
  return text.replace(FOLDABLE, (character) => String.fromCharCode(foldedCode(character.charCodeAt(0))));
}

function foldedCode(code: number): number {
  if (code >= 0xff01 && code <= 0xff5e) return code - 0xfee0;
  if (code === 0xad || (code >= 0x200b && code <= 0x200d) || code === 0x2060 || code === 0xfeff)
    return ZERO_WIDTH;
  if (code === 0xfe6b) return 0x40;
  if ((code >= 0x2010 && code <= 0x2015) || code === 0x2212 || code === 0xfe63) return 0x2d;
  const zero = ZEROS.find((first) => code >= first && code <= first + 9);
  return zero === undefined ? 0x20 : 0x30 + code - zero;
}

/** Whether a character beyond ASCII is a digit once folded. */
export function isFoldedDigit(code: number): boolean {
  if (code < 0x660) return false;
  return (code >= 0xff10 && code <= 0xff19) || ZEROS.some((first) => code >= first && code <= first + 9);
}

/** Whether a character beyond ASCII is an at sign once folded. */
export const isFoldedAt = (code: number): boolean => code === 0xff20 || code === 0xfe6b;
