import { dayOf, MS_PER_DAY, MS_PER_HOUR } from '../calendar.ts';
import type { IncidentSpec, Scenario } from '../scenario/schema.ts';
import type { LocalTime } from './local-time.ts';

/** Something that breaks for hours, in one region. */
export interface Incident extends IncidentSpec {
  readonly fromMs: number;
  readonly toMs: number;
  /** The region's share of customers, per million. */
  readonly regionPerMillion: number;
}

export function incidentsOf({ incidents, customers }: Scenario, time: LocalTime): Incident[] {
  const total = Object.values(customers.regions).reduce((sum, region) => sum + region.weight, 0);
  return incidents.map((spec) => {
    const localMs =
      (dayOf(spec.from.slice(0, 10)) ?? 0) * MS_PER_DAY + Number(spec.from.slice(11, 13)) * MS_PER_HOUR;
    const fromMs = time.instantOf(localMs);
    const weight = customers.regions[spec.region]?.weight ?? 0;
    const regionPerMillion = Math.floor((weight * 1_000_000) / total);
    return { ...spec, fromMs, toMs: fromMs + spec.hours * MS_PER_HOUR, regionPerMillion };
  });
}

export function isUnder(incident: Incident, ms: number): boolean {
  return incident.fromMs <= ms && ms < incident.toMs;
}
