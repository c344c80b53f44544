import type { Find } from './find.ts';

// RFC 5321: 64 octets before the @, 255 after it. The bounds keep the search linear.
const MAX_LOCAL = 64;
const MAX_DOMAIN = 255;
const LOCAL_PART = /[\p{L}\p{N}._%+'-]+$/u;
const DOMAIN = /^[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?/u;
const HAS_TOP_LEVEL = /\.(?:\p{L}{2,}|xn--[a-z0-9-]+)$/iu;

function emailAround(text: string, at: number): Find | null {
  const local = LOCAL_PART.exec(text.slice(Math.max(0, at - MAX_LOCAL), at))?.[0];
  const domain = DOMAIN.exec(text.slice(at + 1, at + 1 + MAX_DOMAIN))?.[0];
  if (!local || !domain || !HAS_TOP_LEVEL.test(domain)) return null;
  return { kind: 'email', start: at - local.length, end: at + 1 + domain.length };
}

export function findEmails(text: string): Find[] {
  const finds: Find[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const find = emailAround(text, at);
    if (find && find.start >= (finds.at(-1)?.end ?? 0)) finds.push(find);
  }
  return finds;
}
