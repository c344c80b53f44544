import type { Session } from '../contract/fields.ts';
import { markOf } from '../simulate/mark.ts';
import { checkOptions, type SimulateOptions } from '../simulate/options.ts';
import type { Scenario } from '../simulate/scenario/schema.ts';
import { sessionFiles } from '../simulate/session-file.ts';
import { Merge } from '../simulate/shard/merge.ts';
import { localSource } from '../simulate/shard/sources.ts';
import type { Truth } from '../simulate/truth.ts';
import { worldOf } from '../simulate/world/world.ts';
import { type Plan, planOf } from './plan.ts';
import { PROMPT_SHA256 } from './prompt.ts';

/** A session file before its calls are worded. */
export interface PlannedFile {
  readonly object: string;
  readonly plans: readonly Plan[];
  /** Of each plan, a line of what truly happens in it. */
  readonly truth: readonly string[];
}

/**
 * The files that the simulator would write, in order, with ids and names of their own. This is the only source of calls that a model is asked about: it takes
 * options and no session, so that no real caller's words can come in.
 */
export async function* plannedFiles(
  options: SimulateOptions,
  scenario: Scenario,
  model: string,
): AsyncGenerator<PlannedFile> {
  const [span, { sessions, seed }] = [checkOptions(options), options];
  const mark = markOf(scenario, span, sessions, seed, model, PROMPT_SHA256);
  const world = worldOf(scenario, span, { sessions, seed, mark });
  const source = localSource(world, { truth: true, dirtyPerMillion: 0 });
  for await (const { object, bytes, pieces } of sessionFiles(new Merge(world, source), mark)) {
    const planned: Session[] = JSON.parse(Buffer.from(bytes).toString());
    const truth = pieces.map((piece) => piece.truth ?? '');
    const truths = truth.map((line): Truth => JSON.parse(line));
    const plans = planned.flatMap((session, at) => {
      const true_ = truths[at];
      return true_ === undefined ? [] : [planOf(scenario, session, true_)];
    });
    yield { object, plans, truth };
  }
}
