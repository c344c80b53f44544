import type { Find } from './find.ts';
import { TOP_LEVELS } from './spoken-email.ts';

// RFC 5321: 64 octets before the @, 255 after it. The bounds keep the search linear.
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;
// Speech-to-text sets the sign apart.
const MAX_SPACES = 2;
const LOCAL_PART = /(?:[\p{L}\p{N}_%+'-]+ \. )?[\p{L}\p{N}._%+'-]+$/u;
const QUOTED_LOCAL_PART = /"[^"\r\n]+"$/;
const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/u;
/** "gmail . com": the space is taken for the writer's only before a known end. */
const SPACED_DOMAIN = /^[\p{L}\p{N}-]+(?: ?\. ?[\p{L}\p{N}-]+){1,4}/u;
const HAS_TOP_LEVEL = /\.(?:\p{L}{2,}|xn--[a-z0-9-]+)$/iu;

function emailAround(text: string, at: number): Find | null {
  let localEnd = at;
  while (at - localEnd < MAX_SPACES && text[localEnd - 1] === ' ') localEnd -= 1;
  let domainStart = at + 1;
  while (domainStart - at <= MAX_SPACES && text[domainStart] === ' ') domainStart += 1;
  const before = text.slice(Math.max(0, localEnd - MAX_LOCAL), localEnd);
  const local = (before.endsWith('"') ? QUOTED_LOCAL_PART : LOCAL_PART).exec(before)?.[0];
  const domain = domainOf(text.slice(domainStart, domainStart + MAX_DOMAIN));
  if (!local || !domain) return null;
  return { kind: 'email', start: localEnd - local.length, end: domainStart + domain.length };
}

function domainOf(text: string): string | undefined {
  const domain = DOMAIN.exec(text)?.[0];
  if (domain !== undefined && HAS_TOP_LEVEL.test(domain)) return domain;
  let spaced = SPACED_DOMAIN.exec(text)?.[0] ?? '';
  for (let dot = spaced.lastIndexOf('.'); dot > 0; dot = spaced.lastIndexOf('.')) {
    if (
      TOP_LEVELS.has(
        spaced
          .slice(dot + 1)
          .trim()
          .toLowerCase(),
      )
    )
      return spaced;
    spaced = spaced.slice(0, dot).trimEnd();
  }
  return undefined;
}

export function findEmails(text: string): Find[] {
  const finds: Find[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const find = emailAround(text, at);
    if (find && find.start >= (finds.at(-1)?.end ?? 0)) finds.push(find);
  }
  return finds;
}
