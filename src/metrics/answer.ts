import { changeOf } from './change.ts';
import { type Compiled, compile } from './compile.ts';
import { type Group, type Groups, readGroups, sessionsOf, valuesOf } from './group.ts';
import { inOrder } from './order.ts';
import { periodOf } from './period.ts';
import type { Answer, AnswerRow, ChangeValue, Question } from './question.ts';
import type { Source } from './source.ts';

/**
 * Asks a question: one scan for all metrics, one more for the period before, and one per column whose percentiles are asked.
 * Without `by` there is always one row; with it, one per group that has sessions now or had them before.
 * @throws EarshotError of kind usage, as `compile` does
 */
export async function answerQuestion(question: Question, source: Source): Promise<Answer> {
  const compiled = compile(question, source);
  const { current: now, previous: then } = compiled;
  const [current, previous] = await Promise.all([
    readGroups(now, compiled, source),
    then ? readGroups(then, compiled, source) : NO_GROUPS,
  ]);
  return {
    rows: rowsOf(compiled, current, previous),
    period: periodOf(compiled.span),
    ...(compiled.before && { previousPeriod: periodOf(compiled.before) }),
    ...(compiled.before && compiled.previousIsCut && { previousIsCut: true as const }),
    ...(compiled.elapsed && { elapsedPeriod: periodOf(compiled.elapsed) }),
    timeZone: compiled.timeZone,
    dataVersion: source.extent.dataVersion,
  };
}

const NO_GROUPS: Groups = new Map();

function rowsOf(compiled: Compiled, current: Groups, previous: Groups): AnswerRow[] {
  const groups = [...new Map([...previous, ...current])].map(([id, { raw }]) => ({
    raw,
    sessions: sessionsOf(current.get(id)),
    now: current.get(id),
    before: previous.get(id),
  }));
  return inOrder(groups, compiled.by).map(({ raw, now, before }) => {
    const keys = compiled.by.map(({ name, keyOf }, index) => {
      const value = raw[index] ?? null;
      return [name, value === null ? null : keyOf(value)] as const;
    });
    return { key: Object.fromEntries(keys), ...valuesAndChange(compiled, now, before) };
  });
}

function valuesAndChange(
  compiled: Compiled,
  now: Group | undefined,
  before: Group | undefined,
): Omit<AnswerRow, 'key'> {
  const values = valuesOf(now, compiled);
  if (!compiled.compares) return { values };
  const previous = valuesOf(before, compiled);
  const change: Record<string, ChangeValue> = {};
  for (const { metric } of compiled.asked) {
    const [a, b] = [values[metric.name], previous[metric.name]];
    const isUneven = compiled.previousIsCut && metric.kind === 'count';
    change[metric.name] = compiled.previous && a && b && !isUneven ? changeOf(a, b) : { value: null };
  }
  return { values, previous, change };
}
