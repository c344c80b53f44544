import { UNITS } from './cue-words.ts';
import type { Find } from './find.ts';
import type { Piece } from './runs.ts';
import { isMask, type Token } from './tokens.ts';
import type { View } from './view.ts';

/** Pieces said in one breath: tokens [from, to). */
interface Group {
  readonly from: number;
  to: number;
  digits: string;
  readonly pieces: Piece[];
}

const MIN_CODE = 3;
const MAX_CODE = 4;
/** A month with a year, or a ZIP code, before a code of three digits. */
const MIN_TOGETHER = 7;
const MAX_TOGETHER = 8;
/** "0528" by itself is the date that was asked for too. */
const EXPIRY = /^(?:0[1-9]|1[0-2])\d\d$/;
const BREAKS = new Set(['then', 'comma', 'coma']);

function isOneBreath(tokens: readonly Token[], last: Piece, next: Piece): boolean {
  const isShort =
    last.spoken === next.spoken && (next.spoken || last.digits.length + next.digits.length <= 4);
  const between = tokens.slice(last.to, next.from);
  return isShort && between.every(({ kind, word }) => kind !== 'sign' && !BREAKS.has(word));
}

function groupsOf({ tokens, runs }: View): Group[] {
  const groups: Group[] = [];
  for (const run of runs) {
    let last: Piece | undefined;
    for (const piece of run.isAmount ? [] : run.pieces) {
      const group = groups.at(-1);
      if (group && last && isOneBreath(tokens, last, piece)) {
        group.to = piece.to;
        group.digits += piece.digits;
        group.pieces.push(piece);
      } else groups.push({ from: piece.from, to: piece.to, digits: piece.digits, pieces: [piece] });
      last = piece;
    }
  }
  return groups;
}

const isSlashed = (tokens: readonly Token[], { from, to }: Group): boolean =>
  tokens[from - 1]?.word === '/' || tokens[to]?.word === '/';

const findOf = (tokens: readonly Token[], { from, to }: Pick<Group, 'from' | 'to'>): Find => ({
  kind: 'cvv',
  start: tokens[from]?.start ?? 0,
  end: tokens[to - 1]?.end ?? 0,
});

/** Security codes beside what else was asked for, or beside the date of a card: no cue stands before these. */
export function findCodesBeside(view: View): Find[] {
  if (view.runs.length === 0) return [];
  if (view.around.asksCode) return askedBeside(view);
  return saidBeside(view);
}

/** "Expiration and CVV?", "05/28 and 123" */
function askedBeside(view: View): Find[] {
  const { tokens } = view;
  const groups = groupsOf(view);
  const free = groups.filter(
    (group) => !isSlashed(tokens, group) && !UNITS.has(tokens[group.to]?.word ?? ''),
  );
  const three = free.filter(({ digits }) => digits.length === MIN_CODE);
  const four = free.filter(({ digits }) => digits.length === MAX_CODE);
  const isDate = four.length === 1 && groups.length === 1 && EXPIRY.test(four[0]?.digits ?? '');
  const codes = three.length > 0 ? three : isDate ? [] : four;
  const code = view.asked === 'cvv' ? codes[0] : codes.at(-1);
  if (code) return [findOf(tokens, code)];
  return free
    .flatMap((group) => codeTogether(group, view.asked === 'cvv'))
    .map((place) => findOf(tokens, place));
}

/** "oh five twenty eight one two three", in one breath. */
function codeTogether({ pieces, digits }: Group, isFirst: boolean): Pick<Group, 'from' | 'to'>[] {
  if (digits.length < MIN_TOGETHER || digits.length > MAX_TOGETHER || pieces.length < 2) return [];
  const ordered = isFirst ? pieces : [...pieces].reverse();
  let count = 0;
  for (const piece of ordered) {
    count += piece.digits.length;
    if (count < MIN_CODE) continue;
    if (count > MIN_CODE) return [];
    const [one, other] = [ordered[0], piece];
    return one ? [{ from: Math.min(one.from, other.from), to: Math.max(one.to, other.to) }] : [];
  }
  return [];
}

const MIN_LONG = 12;
const BEFORE_CODE = new Set([',', 'and', 'y', 'code', 'código', 'codigo', 'security', '-']);
const CODE_NAMES = new Set(['code', 'código', 'codigo']);
const MAX_BEFORE = 3;

/** "card 5424 … 05/28 123", "exp 05/28 code 123" */
function saidBeside(view: View): Find[] {
  if (!isOfCard(view)) return [];
  const { tokens } = view;
  const codes = groupsOf(view).filter((group) => {
    const isCode = group.digits.length === MIN_CODE || group.digits.length === MAX_CODE;
    if (!isCode || isSlashed(tokens, group) || UNITS.has(tokens[group.to]?.word ?? '')) return false;
    return CODE_NAMES.has(tokens[group.from - 1]?.word ?? '') || isBehindDate(tokens, group.from);
  });
  return codes.map((group) => findOf(tokens, group));
}

/** A card's number stands in it, or "exp" with a card. */
function isOfCard({ tokens, runs, cues }: View): boolean {
  if (!tokens.some((token) => token.word === '/' || CODE_NAMES.has(token.word) || isPlainDate(token)))
    return false;
  const isCard = cues.some(({ meaning, weak }) => meaning === 'card' && !weak);
  const isExpiry = cues.some(
    ({ meaning, from }) => meaning === 'day' && tokens[from]?.word.startsWith('exp'),
  );
  if (tokens.some(isLongMask)) return true;
  const isNumber = tokens.some(isMask) || runs.some(({ digits }) => digits.length >= MIN_LONG);
  return isNumber ? isCard || isExpiry : isCard && isExpiry;
}

/** "0528": a date only right behind a card's number, as keyed or typed in one go. */
const isPlainDate = ({ kind, word }: Token): boolean =>
  kind === 'digits' && word.length === MAX_CODE && EXPIRY.test(word);

const isLongMask = (token: Token | undefined): boolean =>
  token !== undefined && isMask(token) && token.end - token.start >= MIN_LONG;

function isBehindDate(tokens: readonly Token[], from: number): boolean {
  const at = beforeCode(tokens, from);
  const date = tokens[at];
  if (date && isPlainDate(date)) return isLongMask(tokens[beforeCode(tokens, at)]);
  const isYear = /^(?:\d\d|20\d\d)$/.test(tokens[at]?.word ?? '');
  return isYear && tokens[at - 1]?.word === '/' && /^(?:0?[1-9]|1[0-2])$/.test(tokens[at - 2]?.word ?? '');
}

/** The last token before, but for words that may lead to a code. */
function beforeCode(tokens: readonly Token[], from: number): number {
  let at = from - 1;
  while (from - at <= MAX_BEFORE && BEFORE_CODE.has(tokens[at]?.word ?? '')) at -= 1;
  return at;
}
