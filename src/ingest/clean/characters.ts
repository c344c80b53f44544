const REPLACEMENT = '\uFFFD';
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** One pass: whether a text may hold NUL or a surrogate, lone or paired. */
function isSuspect(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0 || (code >= 0xd800 && code <= 0xdfff)) return true;
  }
  return false;
}

/** The text with NUL and lone surrogates, which no database takes, as U+FFFD. */
export function withoutInvalidCharacters(text: string): string {
  if (!isSuspect(text)) return text;
  return text.replaceAll('\0', REPLACEMENT).replace(LONE_SURROGATE, REPLACEMENT);
}
