import type { Holding } from '../../../src/server/api.ts';
import { type Grain, isAskable, isTimeZone } from './dates.ts';
import { FILTER_FIELDS, type FieldFilter, type Value } from './filters.ts';
import { holdingFrom, holdingWords } from './holding.ts';
import { orderedAs } from './listed.ts';
import { orderNamed, seedFrom } from './order.ts';
import { DEFAULT_RANGE, GRAINS, isPreset, type Range } from './range.ts';
import { DEFAULT_VIEW, type Instants, type Listed, PAGE_NAMES, type View } from './view.ts';

const NONE = '(none)';
const ESCAPED_NONE = '%28none%29';
// Only what would break the address is escaped, so that it stays readable.
const readable = (text: string) =>
  encodeURIComponent(text).replaceAll('%20', '+').replaceAll('%3A', ':').replaceAll('%2F', '/');
// An escaped "(none)" is a value of that very name.
const nameOrNone = (value: Value) => (value === NONE ? ESCAPED_NONE : readable(value ?? NONE));
const pair = (name: string, value: string) => `${name}=${value}`;

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}
const nameOf = (text: string): Value => (text === NONE ? null : decode(text));

const holdingText = (holding: Holding) => readable(holdingWords(holding));

const COMPARISONS = { previous_period: '', previous_year: 'last_year', none: 'none' } as const;

function rangeParts({ range }: View): string[] {
  return 'preset' in range ? [pair('range', range.preset)] : [pair('from', range.from), pair('to', range.to)];
}

/** `region=North,South` keeps, `region!=North` leaves out. */
const filterPart = ({ field, exclude, values }: FieldFilter) =>
  pair(exclude ? `${field}!` : field, values.map(nameOrNone).join(','));

function openParts({ calls, call }: View): string[] {
  const parts: string[] = [];
  if (calls) parts.push(pair('calls', calls.part ? `${calls.metric}.${calls.part}` : calls.metric));
  if (calls?.holding) parts.push(pair('with', holdingText(calls.holding)));
  if (calls?.during) parts.push(pair('during', readable(`${calls.during.from}/${calls.during.to}`)));
  if (calls?.order) parts.push(pair('order', calls.order));
  if (calls?.seed) parts.push(pair('seed', String(calls.seed)));
  if (calls?.of.length) parts.push(pair('of', calls.of.join(',')));
  if (call !== null) parts.push(pair('call', readable(call)));
  return parts;
}

/** The query part of the address, with its question mark. */
export function toSearch(view: View): string {
  const parts = [
    ...(view.page === 'overview' ? [] : [pair('view', view.page)]),
    ...rangeParts(view),
    ...(COMPARISONS[view.compare] ? [pair('vs', COMPARISONS[view.compare])] : []),
    ...(view.timeZone === null ? [] : [pair('zone', readable(view.timeZone))]),
    ...(view.base === 'engaged' ? [pair('base', 'engaged')] : []),
    ...view.filters.map(filterPart),
    ...(view.grain ? [pair('by', view.grain)] : []),
    ...Object.entries(view.options).map(([name, value]) => pair(name, readable(value))),
    ...openParts(view),
  ];
  return `?${parts.join('&')}`;
}

type Raw = ReadonlyMap<string, string>;

function rangeFrom(raw: Raw): Range {
  const preset = raw.get('range');
  if (preset !== undefined && isPreset(preset)) return { preset };
  const [from, to] = [raw.get('from') ?? '', raw.get('to') ?? ''];
  return isAskable(from) && isAskable(to) && from < to ? { from, to } : DEFAULT_RANGE;
}

function filtersFrom(raw: Raw): FieldFilter[] {
  const filters = new Map<string, FieldFilter>();
  for (const [name, text] of raw) {
    const exclude = name.endsWith('!');
    const field = exclude ? name.slice(0, -1) : name;
    const values = [...new Set(text.split(',').filter(Boolean).map(nameOf))];
    if (FILTER_FIELDS.includes(field) && values.length > 0) filters.set(field, { field, exclude, values });
  }
  return [...filters.values()];
}

const INSTANT = /^[12]\d{3}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/;
/** Of a chart: `trend.metric`. Whether the chart knows the value is its own affair. */
const OPTION = /^[a-z]+\.[a-z]+$/;
const MAX_OPTION_CHARS = 200;

function optionsFrom(raw: Raw): Record<string, string> {
  const named = [...raw].filter(([name, text]) => OPTION.test(name) && text !== '');
  return Object.fromEntries(named.map(([name, text]) => [name, decode(text).slice(0, MAX_OPTION_CHARS)]));
}

function duringFrom(raw: Raw): Instants | null {
  const [from = '', to = ''] = decode(raw.get('during') ?? '').split('/');
  const isInstant = (text: string) => INSTANT.test(text) && !Number.isNaN(Date.parse(text));
  return isInstant(from) && isInstant(to) && Date.parse(from) < Date.parse(to) ? { from, to } : null;
}

function callsFrom(raw: Raw): Listed | null {
  const [metric = '', part] = (raw.get('calls') ?? '').split('.');
  if (!/^[a-z]\w*$/.test(metric)) return null;
  const of = (raw.get('of') ?? '').split(',').filter((field) => FILTER_FIELDS.includes(field));
  const holding = holdingFrom(decode(raw.get('with') ?? ''));
  const during = duringFrom(raw);
  const listed: Listed = {
    metric,
    ...(part === 'numerator' || part === 'denominator' ? { part } : {}),
    ...(holding ? { holding } : {}),
    ...(during ? { during } : {}),
    of,
  };
  return orderedAs(listed, orderNamed(raw.get('order') ?? ''), seedFrom(raw.get('seed') ?? ''));
}

function zoneFrom(raw: Raw): string | null {
  const zone = decode(raw.get('zone') ?? '');
  return isTimeZone(zone) ? zone : null;
}

/** Whatever is not understood falls back to the default: an old or mistyped address still opens the page. */
export function fromSearch(search: string): View {
  const pairs = search.replace(/^\?/, '').split('&').filter(Boolean);
  const raw: Raw = new Map(
    pairs.map((each) => [(each.split('=')[0] ?? '').replace(/%21$/, '!'), each.slice(each.indexOf('=') + 1)]),
  );
  const call = raw.get('call') ? decode(raw.get('call') ?? '') : null;
  const compared = Object.entries(COMPARISONS).find(([, word]) => word && word === raw.get('vs'))?.[0];
  return {
    page: PAGE_NAMES.find((each) => each === raw.get('view')) ?? 'overview',
    range: rangeFrom(raw),
    compare: (compared as View['compare'] | undefined) ?? DEFAULT_VIEW.compare,
    timeZone: zoneFrom(raw),
    base: raw.get('base') === 'engaged' ? 'engaged' : 'all',
    filters: filtersFrom(raw),
    grain: GRAINS.find((each): each is Grain => each === raw.get('by')) ?? null,
    options: optionsFrom(raw),
    calls: callsFrom(raw),
    call,
  };
}

/** What the address should say instead, when it says something else than what is shown; null when it is right. */
export function correction(search: string): string | null {
  const shown = toSearch(fromSearch(search));
  return search === '' || search === shown ? null : shown;
}
