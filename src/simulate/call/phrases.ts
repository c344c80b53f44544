import { MS_PER_DAY } from '../calendar.ts';
import type { Call } from './call.ts';

/** Per mille of needs that begin with a filler. */
const FILLED = 260;

/** The need as a caller puts it. */
export function needInWords(call: Call): string {
  const asked = call.rng.pick(call.pack.topics[call.need.topic.intent].asks);
  return call.rng.chance(FILLED) ? `${call.rng.pick(call.pack.caller.fillers)} ${asked}` : asked;
}

/** What a recogniser writes down when it did not understand. */
export function garbled(call: Call, text: string): string {
  const { noise, misheard } = call.pack.caller;
  if (call.rng.chance(380)) return call.rng.pick(noise);
  const words = text.split(' ');
  const changed = words.map((word) => misheard[word] ?? word);
  if (changed.some((word, at) => word !== words[at])) return changed.join(' ');
  return words.length > 1 ? words.slice(1).join(' ') : call.rng.pick(noise);
}

const HOLES = /\{(\w+)\}/g;

/** Fills {amount}, {number}, {minutes}, {day}. */
export function filled(call: Call, text: string): string {
  if (!text.includes('{')) return text;
  return text.replace(HOLES, (_, hole: string) => particular(call, hole));
}

function particular(call: Call, hole: string): string {
  const { rng, pack } = call;
  if (hole === 'amount') return `${amount(call)} ${pack.caller.currency}`;
  if (hole === 'number') return String(rng.between(2, 40));
  if (hole === 'minutes') return `${rng.between(1, 12) * 5} min`;
  return dayInWords(call, rng.between(1, 21));
}

export function amount(call: Call): string {
  return `${call.rng.between(5, 190)}.${call.rng.pick(['00', '50', '99', '25', '90'])}`;
}

function dayInWords(call: Call, daysAhead: number): string {
  const date = new Date(call.tape.nowMs + daysAhead * MS_PER_DAY);
  const month = call.pack.caller.months[date.getUTCMonth()] ?? '';
  const day = date.getUTCDate();
  return call.language.code === 'es' ? `${day} de ${month}` : `${month} ${day}`;
}
