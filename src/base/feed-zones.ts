/** The time zone of timestamps without an offset, by the start of an object's name. */
export interface FeedZones {
  readonly all: string;
  /** The longest prefix first. */
  readonly byPrefix: readonly (readonly [prefix: string, zone: string])[];
}

/**
 * Reads `UTC`, or `UTC,us/=America/New_York,us/west/=America/Los_Angeles`: a zone for all, and zones of prefixes.
 * @param checkZone throws for what is no zone
 */
export function parseFeedZones(text: string, checkZone: (zone: string) => string): FeedZones {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
  let all = 'UTC';
  const byPrefix: [string, string][] = [];
  for (const part of parts) {
    const at = part.indexOf('=');
    if (at < 0) all = checkZone(part);
    else byPrefix.push([part.slice(0, at).trim(), checkZone(part.slice(at + 1).trim())]);
  }
  byPrefix.sort(([a], [b]) => b.length - a.length);
  return { all, byPrefix };
}

/** The settled form: what `parseFeedZones` reads again. */
export function feedZonesText({ all, byPrefix }: FeedZones): string {
  return [all, ...byPrefix.map(([prefix, zone]) => `${prefix}=${zone}`)].join(',');
}

export function feedZoneOf(text: string, object: string): string {
  const { all, byPrefix } = parseFeedZones(text, (zone) => zone);
  return byPrefix.find(([prefix]) => object.startsWith(prefix))?.[1] ?? all;
}
