import type { RedactionKind } from '../contract/redactions.ts';
import type { Meaning } from './cue-words.ts';
import { type Cue, cuesOf } from './cues.ts';
import { type Run, runsOf } from './runs.ts';
import { type Token, tokensOf } from './tokens.ts';

/** What is known besides the text. */
export interface Around {
  /** What the other side asked for. */
  readonly asked: Meaning | null;
  /** As what digits were found before: a bot reads back what it heard. */
  readonly knownAs: (digits: string) => RedactionKind | undefined;
}

/** A folded text, taken apart; what was found before is masked. */
export interface View extends Around {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly cues: readonly Cue[];
  readonly runs: readonly Run[];
  readonly runAt: ReadonlyMap<number, Run>;
}

/** Takes a folded text apart. */
export function viewOf(text: string, around: Around): View {
  const tokens = tokensOf(text);
  const runs = runsOf(tokens);
  return {
    ...around,
    text,
    tokens,
    cues: cuesOf(tokens),
    runs,
    runAt: new Map(runs.map((run) => [run.from, run])),
  };
}
