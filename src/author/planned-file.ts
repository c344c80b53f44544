import type { Session } from '../contract/fields.ts';
import { checkOptions, type SimulateOptions } from '../simulate/options.ts';
import type { Scenario } from '../simulate/scenario/schema.ts';
import { sessionFiles } from '../simulate/session-file.ts';
import { Merge } from '../simulate/shard/merge.ts';
import { localSource } from '../simulate/shard/sources.ts';
import type { Truth } from '../simulate/truth.ts';
import { worldOf } from '../simulate/world/world.ts';
import { type Plan, planOf } from './plan.ts';

/** A session file before its calls are worded. */
export interface PlannedFile {
  readonly object: string;
  readonly plans: readonly Plan[];
  /** Of each plan, a line of what truly happens in it. */
  readonly truth: readonly string[];
}

/**
 * The files that the simulator would write, in order. This is the only source of calls that a model is asked about: it takes
 * options and no session, so that no real caller's words can come in.
 */
export async function* plannedFiles(
  options: SimulateOptions,
  scenario: Scenario,
): AsyncGenerator<PlannedFile> {
  const world = worldOf(scenario, checkOptions(options), options);
  const source = localSource(world, { truth: true, dirtyPerMillion: 0 });
  for await (const { object, bytes, pieces } of sessionFiles(new Merge(world, source))) {
    const sessions: Session[] = JSON.parse(Buffer.from(bytes).toString());
    const truth = pieces.map((piece) => piece.truth ?? '');
    const truths = truth.map((line): Truth => JSON.parse(line));
    const plans = sessions.flatMap((session, at) => {
      const true_ = truths[at];
      return true_ === undefined ? [] : [planOf(scenario, session, true_)];
    });
    yield { object, plans, truth };
  }
}
