import { type Grain, isAskable } from './dates.ts';
import { KPI_NAMES, type KpiName, type Mark, STATUSES } from './mark.ts';
import { DEFAULT_RANGE, GRAINS, isPreset, type Range } from './range.ts';

/** All that the address says: what is asked, and which drill-down is open. */
export interface View {
  readonly range: Range;
  readonly topicTypes: readonly (string | null)[];
  /** Of the chart over time; null lets the range decide. */
  readonly grain: Grain | null;
  readonly calls: Mark | null;
  readonly call: string | null;
}

const NONE = '(none)';
// Only what would break the address is escaped, so that it stays readable.
const readable = (text: string) => encodeURIComponent(text).replaceAll('%20', '+').replaceAll('%3A', ':');
const pair = (name: string, value: string) => `${name}=${value}`;
const ESCAPED_NONE = '%28none%29';
const nameOrNone = (value: string | null) => (value === NONE ? ESCAPED_NONE : readable(value ?? NONE));

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function markParts(mark: Mark): string[] {
  const parts = [pair('calls', mark.part ? `${mark.metric}.${mark.part}` : mark.metric)];
  if (mark.bucket) parts.push(pair('at', `${mark.bucket.grain}:${mark.bucket.start}`));
  if (mark.topic !== undefined) parts.push(pair('topic', nameOrNone(mark.topic)));
  if (mark.status !== undefined) parts.push(pair('status', nameOrNone(mark.status)));
  return parts;
}

/** The query part of the address, with its question mark. */
export function toSearch(view: View): string {
  const { range } = view;
  const parts =
    'preset' in range ? [pair('range', range.preset)] : [pair('from', range.from), pair('to', range.to)];
  if (view.topicTypes.length) parts.push(pair('topic_type', view.topicTypes.map(nameOrNone).join(',')));
  if (view.grain) parts.push(pair('by', view.grain));
  if (view.calls) parts.push(...markParts(view.calls));
  if (view.call !== null) parts.push(pair('call', readable(view.call)));
  return `?${parts.join('&')}`;
}

type Raw = ReadonlyMap<string, string>;

function rangeFrom(raw: Raw): Range {
  const preset = raw.get('range');
  if (preset !== undefined && isPreset(preset)) return { preset };
  const [from, to] = [raw.get('from') ?? '', raw.get('to') ?? ''];
  return isAskable(from) && isAskable(to) && from < to ? { from, to } : DEFAULT_RANGE;
}

// An escaped "(none)" is a value of that very name.
const nameOf = (text: string) => (text === NONE ? null : decode(text));

function markFrom(raw: Raw): Mark | null {
  const [metric = '', part] = (raw.get('calls') ?? '').split('.');
  if (!KPI_NAMES.includes(metric as KpiName)) return null;
  const [grain = '', start = ''] = decode(raw.get('at') ?? '').split(':');
  const [topic, status] = [raw.get('topic'), raw.get('status')];
  const known =
    STATUSES.find((each) => each === status) ?? (status && decode(status) === NONE ? null : undefined);
  return {
    metric: metric as KpiName,
    ...(part === 'numerator' || part === 'denominator' ? { part } : {}),
    ...(GRAINS.includes(grain as Grain) && isAskable(start)
      ? { bucket: { grain: grain as Grain, start } }
      : {}),
    ...(topic === undefined ? {} : { topic: nameOf(topic) }),
    ...(known === undefined ? {} : { status: known }),
  };
}

/** Whatever is not understood falls back to the default: an old or mistyped address still opens the page. */
export function fromSearch(search: string): View {
  const pairs = search.replace(/^\?/, '').split('&').filter(Boolean);
  const raw: Raw = new Map(
    pairs.map((each) => [each.split('=')[0] ?? '', each.slice(each.indexOf('=') + 1)]),
  );
  const types = (raw.get('topic_type') ?? '').split(',').filter(Boolean);
  const call = raw.get('call') ? decode(raw.get('call') ?? '') : null;
  return {
    range: rangeFrom(raw),
    topicTypes: types.map(nameOf),
    grain: GRAINS.find((each) => each === raw.get('by')) ?? null,
    // A call is shown beside a list; alone it stands among all calls of the page.
    calls: markFrom(raw) ?? (call === null ? null : { metric: 'sessions' }),
    call,
  };
}

/** What the address should say instead, when it says something else than what is shown; null when it is right. */
export function correction(search: string): string | null {
  const shown = toSearch(fromSearch(search));
  return search === '' || search === shown ? null : shown;
}
