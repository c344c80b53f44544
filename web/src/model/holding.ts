import type { Holding } from '../../../src/server/api.ts';

/** As it stands in the address: `confidence:0.55:0.6`, `intent:check_bill`, `exit:goodbye`. */
export function holdingWords(holding: Holding): string {
  switch (holding.what) {
    case 'confidence':
      return `confidence:${holding.from}:${holding.to}`;
    case 'intent':
      return holding.intent === null ? 'intent' : `intent:${holding.intent}`;
    case 'prompt':
    case 'exit':
      return `${holding.what}:${holding.prompt}`;
    case 'calls':
      return `calls:${holding.calls}`;
    case 'both':
      return `both:${holding.one}:${holding.other}`;
  }
}

const isShare = (number: number) => number >= 0 && number <= 1;

/** null where it is not understood. */
export function holdingFrom(text: string): Holding | null {
  const [what = '', ...parts] = text.split(':');
  // A name may hold a colon itself.
  const rest = parts.join(':');
  const [from, to] = parts.map(Number);
  if (what === 'confidence' && from !== undefined && to !== undefined && parts.length === 2)
    return isShare(from) && isShare(to) ? { what, from, to } : null;
  if (what === 'intent') return { what, intent: parts.length === 0 ? null : rest };
  if ((what === 'prompt' || what === 'exit') && rest) return { what, prompt: rest };
  if (what === 'calls')
    return Number.isInteger(from) && Number(from) > 0 ? { what, calls: Number(from) } : null;
  const [one, other] = parts;
  return what === 'both' && one && other && parts.length === 2 ? { what, one, other } : null;
}

/** After the noun of a list: "All calls with a turn of intent check_bill". */
export function holdingNote(holding: Holding): string {
  switch (holding.what) {
    case 'confidence':
      return `with a turn of confidence ${holding.from} to ${holding.to}`;
    case 'intent':
      return holding.intent === null
        ? 'with a turn without an intent'
        : `with a turn of intent ${holding.intent}`;
    case 'prompt':
      return `that heard ${holding.prompt}`;
    case 'exit':
      return `that left after ${holding.prompt}`;
    case 'calls':
      return `of customers with ${holding.calls} calls`;
    case 'both':
      return `with both ${holding.one} and ${holding.other}`;
  }
}
