/** Fewer digit words in a row are words: "one moment". */
const FEWEST_WORDS = 3;

/**
 * The figures of a text, one after the other: "call 555-0134" and "call five five five oh one three four" both have 5550134.
 * @param digitWords words for digits in the text's language
 */
export function figuresOf(text: string, digitWords: ReadonlyMap<string, string>): string {
  let figures = '';
  let run: string[] = [];
  const endRun = () => {
    const isNumber = run.filter((token) => digitWords.has(token)).length >= FEWEST_WORDS;
    for (const token of run)
      figures += isNumber ? (digitWords.get(token) ?? token) : token.replace(/\D/g, '');
    run = [];
  };
  for (const [token] of text.toLowerCase().matchAll(/\p{L}+|\d+/gu)) {
    if (!/\d/.test(token) && !digitWords.has(token)) endRun();
    else run.push(token);
  }
  endRun();
  return figures;
}

/** What stands for an e-mail address: the domains behind an @, in lower case. */
export function mailDomainsOf(text: string): string[] {
  return [...text.toLowerCase().matchAll(/@\s*([\w.-]+\w)/g)].map(([, domain = '']) => domain);
}
