import type { AssociationsAnswer, MovedAnswer } from '../../../src/server/api.ts';
import { without } from '../model/scope.ts';
import type { Ask } from '../state/ask.ts';
import type { Context, ViewData } from '../state/context.ts';

export const MOVED_METRIC = 'resolution_rate';
export const MOVED_BY = 'topic_name';

export interface AssociationsData extends ViewData {
  readonly associations: AssociationsAnswer;
  readonly moved: { readonly metric: string; readonly by: string; readonly answer: MovedAnswer };
}

export async function loadAssociations(ask: Ask, context: Context): Promise<AssociationsData> {
  const asked = context.metric(context.option('moved', 'metric', MOVED_METRIC));
  const metric = asked.kind === 'rate' || asked.kind === 'mean' ? asked.name : MOVED_METRIC;
  const wanted = context.option('moved', 'by', MOVED_BY);
  const by = context.catalog.dimensions.some(({ name, kind }) => name === wanted && kind !== 'time')
    ? wanted
    : MOVED_BY;
  const [sessions, associations, answer] = await Promise.all([
    ask.sessions(context.scope),
    ask.post<AssociationsAnswer>('associations', context.scope),
    ask.post<MovedAnswer>('moved', movedQuestion(context, metric, by)),
  ]);
  return { sessions, associations, moved: { metric, by, answer } };
}

/** With the period before where the page compares with none: there is no change without one. */
export function movedQuestion(context: Context, metric: string, by: string) {
  const compare = context.compare === 'none' ? 'previous_period' : context.compare;
  return { ...without(context.scope, by), metric, by, compare };
}
