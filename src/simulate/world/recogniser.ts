import type { Rng } from '../rng.ts';
import type { ReleaseSpec, Scenario } from '../scenario/schema.ts';

/** Scores, per mille, of speech that is clear and of speech that is not. */
const CLEAR_SPREAD = 60;
const UNCLEAR = { least: 100, most: 800 };

export interface Score {
  /** As reported: per mille. */
  readonly score: number;
  readonly accepted: boolean;
  /** Whether the best guess is what was meant. */
  readonly right: boolean;
}

/**
 * One release's recogniser. It knows how sure it may be: of guesses with an inner score of s, s are right. What it reports
 * is that score when the release is calibrated, and more when it is over-confident. Scores decide what the bot believes, and
 * still the share of utterances believed and right is exactly the `quality` asked for: it follows from the share of clear ones.
 */
export class Recogniser {
  private readonly overconfidence: number;
  private readonly accept: number;
  /** Believed and right, per million, of clear and of unclear speech. */
  private readonly rightClear: number;
  private readonly rightUnclear: number;

  constructor({ overconfidence }: ReleaseSpec, { accept }: Scenario['bot']) {
    this.overconfidence = overconfidence;
    this.accept = accept;
    this.rightClear = this.rightPerMillion(clearScores());
    this.rightUnclear = this.rightPerMillion(unclearScores());
  }

  /** @param quality per mille of such utterances that are believed and right */
  hear(rng: Rng, quality: number): Score {
    const span = this.rightClear - this.rightUnclear;
    const clear =
      span <= 0 ? 1_000_000 : Math.floor(((quality * 1000 - this.rightUnclear) * 1_000_000) / span);
    const inner = rng.chanceOfMillion(clear)
      ? 1000 - Math.min(rng.below(CLEAR_SPREAD), rng.below(CLEAR_SPREAD))
      : rng.between(UNCLEAR.least, UNCLEAR.most);
    const score = Math.min(997, this.reported(inner));
    return { score, accepted: score >= this.accept, right: rng.chance(inner) };
  }

  private reported(inner: number): number {
    return inner + Math.floor(((1000 - inner) * this.overconfidence) / 1000);
  }

  private rightPerMillion(scores: readonly number[]): number {
    const right = scores
      .filter((inner) => this.reported(inner) >= this.accept)
      .reduce((sum, inner) => sum + inner, 0);
    return Math.floor((right * 1000) / scores.length);
  }
}

/** All pairs of draws, so that each score comes as often as it is drawn. */
function clearScores(): number[] {
  const spread = Array.from({ length: CLEAR_SPREAD }, (_, at) => at);
  return spread.flatMap((one) => spread.map((other) => 1000 - Math.min(one, other)));
}

function unclearScores(): number[] {
  return Array.from({ length: UNCLEAR.most - UNCLEAR.least + 1 }, (_, at) => UNCLEAR.least + at);
}
