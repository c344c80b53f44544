import type { Find } from './find.ts';
import { AT, domainEnd, isDot, isSpelled, JOINERS, PROVIDERS, STOPS, TOP_LEVELS } from './spoken-email.ts';
import type { Token } from './tokens.ts';

/** A name of fewer spelled letters could be anything. */
const MIN_SPELLED = 3;
const LEADS = new Set("it's its that's is the um uh yes yeah okay so es sí".split(' '));
const WEB = new Set(['www', 'website', 'site', 'visit', 'http', 'https']);

/**
 * Parts of an e-mail address that was asked for and comes over turns: "john dot smith", "j o h n", "at gmail dot com". A name of
 * plain words is none.
 */
export function findEmailParts(tokens: readonly Token[]): Find[] {
  if (tokens.some(({ word }) => WEB.has(word))) return [];
  let from = 0;
  while (LEADS.has(tokens[from]?.word ?? '')) from += 1;
  const isAt = AT.has(tokens[from]?.word ?? '');
  const end = isAt
    ? domainEnd(tokens, from + 1, true)
    : Math.max(nameEnd(tokens, from), bareEnd(tokens, from));
  const [first, last] = [tokens[from], tokens[end - 1]];
  if (end < 0 || first === undefined || last === undefined) return [];
  return [{ kind: 'email', start: first.start, end: last.end }];
}

const isConnector = (tokens: readonly Token[], at: number): boolean =>
  isDot(tokens, at) || JOINERS.has(tokens[at]?.word ?? '');

/** The end of words with dots between them, or of spelled letters, that are all there is; else -1. */
function nameEnd(tokens: readonly Token[], from: number): number {
  let [connectors, spelled] = [0, 0];
  for (let at = from; at < tokens.length; at++) {
    if (isConnector(tokens, at)) connectors += 1;
    else if (isSpelled(tokens, at)) spelled += 1;
    else if (!isWithin(tokens, at, from)) return -1;
  }
  return connectors > 0 || spelled >= MIN_SPELLED ? tokens.length : -1;
}

const USER_NAME = /^[a-z]{3,}[a-z_]*\d{1,6}$/;

/** "jsmith82 gmail com", where at and dot were not heard; "jsmith82". */
function bareEnd(tokens: readonly Token[], from: number): number {
  if (USER_NAME.test(tokens[from]?.word ?? '') && !tokens.slice(from + 1).some(({ kind }) => kind !== 'sign'))
    return from + 1;
  const at = tokens.findIndex(({ word }, index) => index > from && PROVIDERS.has(word));
  if (at < 0) return -1;
  const name = tokens.slice(from, at);
  const isName = name.every(({ kind, word }) => kind !== 'sign' && !STOPS.has(word));
  const isWhole = TOP_LEVELS.has(tokens[at + 1]?.word ?? '');
  const end = isWhole ? at + 2 : at + 1;
  if (!isWhole && !name.some(({ word }) => USER_NAME.test(word))) return -1;
  return isName && tokens.slice(end).every(({ kind }) => kind === 'sign') ? end : -1;
}

/** A dot stands before or behind each word. */
const isWithin = (tokens: readonly Token[], at: number, from: number): boolean =>
  tokens[at]?.kind !== 'sign' && (isConnector(tokens, at + 1) || (at > from && isConnector(tokens, at - 1)));
