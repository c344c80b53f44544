import type { Session } from '../../src/contract/fields.ts';
import { percentile } from '../measure.ts';
import references from './references.json' with { type: 'json' };
import { botLeg, botLegSec, sampleOf } from './sample.ts';

export type Figures = Readonly<Record<string, number>>;

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');
const plain = (text: string): string => wordsOf(text.toLowerCase().replace(/[\p{P}\p{S}]/gu, '')).join(' ');
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** All figures of the comparison, on samples of the references' own size. */
export function figuresOf(calls: readonly Session[], seed: number): Figures {
  const { ivr } = references;
  const legs = calls.map(botLeg);
  const texts = (speaker: string) =>
    legs.flatMap((leg) => leg.filter((turn) => turn.speaker === speaker).map((turn) => turn.text ?? ''));
  const engaged = calls.filter((_, at) => legs[at]?.some((turn) => turn.speaker === 'Customer'));
  const someCalls = sampleOf(engaged, ivr.calls, seed);
  const turnsPerCall = someCalls.map(
    (call) => botLeg(call).filter((turn) => turn.speaker === 'Customer').length,
  );
  const durations = someCalls.map(botLegSec);
  const prompts = sampleOf(texts('Chatbot'), ivr.system.turns, seed).map((text) => wordsOf(text).length);
  return {
    ...callerFigures(sampleOf(texts('Customer'), ivr.user.turns, seed)),
    'caller turns per call, mean': mean(turnsPerCall),
    'caller turns per call, p50': percentile(turnsPerCall, 0.5),
    'caller turns per call, p95': percentile(turnsPerCall, 0.95),
    'words per prompt, p50': percentile(prompts, 0.5),
    'words per prompt, p95': percentile(prompts, 0.95),
    'bot leg in s, p50': percentile(durations, 0.5),
    'bot leg in s, p95': percentile(durations, 0.95),
  };
}

function callerFigures(texts: readonly string[]): Figures {
  const words = texts.map((text) => wordsOf(text).length);
  const counts = new Map<string, number>();
  for (const text of texts.map(plain)) counts.set(text, (counts.get(text) ?? 0) + 1);
  const repeated = [...counts.values()].filter((count) => count > 1).reduce((sum, count) => sum + count, 0);
  const long = [...counts].filter(([text]) => wordsOf(text).length > 6).map(([, count]) => count);
  return {
    'words per caller turn, mean': mean(words),
    'words per caller turn, p50': percentile(words, 0.5),
    'words per caller turn, p95': percentile(words, 0.95),
    'one-word share': words.filter((count) => count === 1).length / words.length,
    'share of turns that repeat another': repeated / texts.length,
    'types at 1,000 words': typesAt(texts, 1000),
    'types at 5,000 words': typesAt(texts, 5000),
    'types at 10,000 words': typesAt(texts, 10_000),
    'most frequent sentence of more than 6 words, share of turns': Math.max(0, ...long) / texts.length,
  };
}

function typesAt(texts: readonly string[], words: number): number {
  const tokens = texts.flatMap((text) => wordsOf(plain(text)));
  return new Set(tokens.slice(0, words)).size;
}
