import { METRICS } from '../../src/metrics/registry.ts';
import type { MetricInfo } from '../../src/server/api.ts';

/** A metric as the catalog has it. @throws Error when there is none */
export function metric(name: string): MetricInfo {
  const found = METRICS.find((each) => each.name === name);
  if (!found) throw new Error(`No metric ${name}`);
  const { expression: _, ...info } = found;
  return info;
}
