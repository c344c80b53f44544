import { dialectNamed } from '../dialect/named.ts';
import { spanOf } from '../period.ts';
import type { Scope } from '../question.ts';
import { scopeSql } from '../scope.ts';
import type { Source } from '../source.ts';
import type { Association, MeasureName } from './association.ts';
import { cramersV, inFifths, type JointCount, merged, pearson, spearman } from './measures.ts';
import { associationStatement, PAIRS } from './statement.ts';
import { VARIABLES, type Variable, type VariableKind } from './variables.ts';

/** The measure that fits two kinds. */
export function measureFor(one: VariableKind, other: VariableKind): MeasureName {
  const kinds = [one, other];
  if (kinds.includes('category')) return 'cramers_v';
  if (kinds.includes('ordinal')) return 'spearman';
  if (one === 'binary' && other === 'binary') return 'phi';
  return kinds.includes('binary') ? 'point_biserial' : 'spearman';
}

/** Of one pair, from how often its values come together. */
export function associationOf(one: Variable, other: Variable, joint: readonly JointCount[]): Association {
  const measure = measureFor(one.kind, other.kind);
  return {
    one: one.name,
    other: other.name,
    measure,
    value: valueOfMeasure(measure, one, other, joint),
    n: joint.reduce((sum, { calls }) => sum + calls, 0),
  };
}

function valueOfMeasure(
  measure: MeasureName,
  one: Variable,
  other: Variable,
  joint: readonly JointCount[],
): number | null {
  if (measure === 'spearman') return spearman(joint);
  if (measure !== 'cramers_v') return pearson(joint);
  const left = one.kind === 'number' ? inFifths(joint, 'x') : joint;
  return cramersV(merged(other.kind === 'number' ? inFifths(left, 'y') : left));
}

/** Every pair, in the order of the variables. @throws EarshotError of kind usage, as `compile` does */
export async function associations(scope: Scope, source: Source): Promise<Association[]> {
  const where = scopeSql(scope, spanOf(scope), source.extent);
  const rows = await source.query(associationStatement(where, dialectNamed(source.dialect)));
  const joints = PAIRS.map((): JointCount[] => []);
  for (const { pair, x, y, calls } of rows) {
    joints[Number(pair)]?.push({ x: Number(x), y: Number(y), calls: Number(calls) });
  }
  return PAIRS.flatMap(([one, other], index) => {
    const [a, b] = [VARIABLES[one], VARIABLES[other]];
    return a && b ? [associationOf(a, b, joints[index] ?? [])] : [];
  });
}
