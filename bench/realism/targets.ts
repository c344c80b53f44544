import references from './references.json' with { type: 'json' };

const { ivr, chat, not } = references;
/** A figure may lie between the two real targets, or as far from one of them. */
const TOLERANCE = 0.2;

export interface Target {
  /** Of the references, null where one has none. */
  readonly ivr: number | null;
  readonly chat: number | null;
  /** Of the corpus that an IVR must not sound like. */
  readonly not: number | null;
  readonly low: number;
  readonly high: number;
}

const near = (one: number, other: number, notThat: number | null): Target => ({
  ivr: one,
  chat: other,
  not: notThat,
  low: Math.min(one, other) * (1 - TOLERANCE),
  high: Math.max(one, other) * (1 + TOLERANCE),
});
const between = (one: number, other: number, notThat: number): Target => ({
  ...near(one, other, notThat),
  low: Math.min(one, other),
  high: Math.max(one, other),
});
const nearIvr = (one: number): Target => ({ ...near(one, one, null), chat: null });

const { wordsPerTurn: words, turnsPerDialogue: turns } = ivr.user;
const [chatWords, chatTurns] = [chat.user.wordsPerTurn, chat.user.turnsPerDialogue];
const [notWords, notTurns] = [not.user.wordsPerTurn, not.user.turnsPerDialogue];
const types = (count: '1000' | '5000' | '10000') =>
  between(ivr.user.typesAt[count], chat.user.typesAt[count], not.user.typesAt[count]);

/** What each figure may be. */
export const TARGETS: Readonly<Record<string, Target>> = {
  'words per caller turn, mean': near(words.mean, chatWords.mean, notWords.mean),
  'words per caller turn, p50': near(words.p50, chatWords.p50, notWords.p50),
  'words per caller turn, p95': near(words.p95, chatWords.p95, notWords.p95),
  'one-word share': near(ivr.user.oneWordShare, chat.user.oneWordShare, not.user.oneWordShare),
  'caller turns per call, mean': near(turns.mean, chatTurns.mean, notTurns.mean),
  'caller turns per call, p50': near(turns.p50, chatTurns.p50, notTurns.p50),
  'caller turns per call, p95': near(turns.p95, chatTurns.p95, notTurns.p95),
  'share of turns that repeat another': near(
    ivr.user.duplicateTurnShare,
    chat.user.duplicateTurnShare,
    not.user.duplicateTurnShare,
  ),
  'types at 1,000 words': types('1000'),
  'types at 5,000 words': types('5000'),
  'types at 10,000 words': types('10000'),
  'most frequent sentence of more than 6 words, share of turns': {
    ivr: null,
    chat: null,
    not: null,
    low: 0,
    high: 0.001,
  },
  'words per prompt, p50': nearIvr(ivr.system.wordsPerTurn.p50),
  'words per prompt, p95': nearIvr(ivr.system.wordsPerTurn.p95),
  'bot leg in s, p50': nearIvr(ivr.durationSec.p50),
  'bot leg in s, p95': nearIvr(ivr.durationSec.p95),
};

export interface Judged extends Target {
  readonly figure: string;
  readonly mean: number;
  readonly sd: number;
  readonly within: boolean;
}

export function judged(figures: ReadonlyMap<string, readonly number[]>): Judged[] {
  return Object.entries(TARGETS).map(([figure, target]) => {
    const values = figures.get(figure) ?? [];
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const sd = Math.sqrt(squares / Math.max(1, values.length - 1));
    return { figure, ...target, mean, sd, within: mean >= target.low && mean <= target.high };
  });
}
