import type { Call } from './call.ts';
import type { LeavingCause } from './facts.ts';

/** Whether the caller hangs up instead of answering: the sum of what each cause adds. Notes the one that it was. */
export function leaves(call: Call, noMatches: number): boolean {
  const { leaves: hazards, lineDrops } = call.world.scenario.effects;
  const noMatch = hazards.anyPrompt + hazards.afterNoMatch * noMatches;
  const all = noMatch + (call.isUnsure ? hazards.afterLowConfidence : 0);
  const fate = call.rng.below(1000);
  if (fate >= all) return false;
  call.facts.leftBecause = causeOf(fate, hazards.anyPrompt, noMatch);
  if (call.facts.leftBecause === 'any_prompt' && call.rng.chance(lineDrops))
    call.facts.leftBecause = 'line_dropped';
  return true;
}

function causeOf(fate: number, anyPrompt: number, noMatch: number): LeavingCause {
  if (fate < anyPrompt) return 'any_prompt';
  return fate < noMatch ? 'no_match' : 'low_confidence';
}
