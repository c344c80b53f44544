import type { Complaint, Path } from './complaint.ts';
import type { Scenario } from './schema.ts';

/** What is drawn by weight needs some. */
export function* weightFaults({ topics, customers, languages, traffic }: Scenario): Generator<Complaint> {
  const lists: [Path, number[]][] = [
    [['topics'], Object.values(topics).map((topic) => topic.weight)],
    [['languages'], Object.values(languages).map((language) => language.weight)],
    [['customers', 'ages'], Object.values(customers.ages).map((age) => age.weight)],
    [['customers', 'regions'], Object.values(customers.regions).map((region) => region.weight)],
    [['customers', 'plans'], Object.values(customers.plans)],
    [['traffic', 'months'], traffic.months],
    [['traffic', 'weekdays'], traffic.weekdays],
    [['traffic', 'workdayHours'], traffic.workdayHours],
    [['traffic', 'weekendHours'], traffic.weekendHours],
  ];
  for (const [path, weights] of lists) {
    if (!weights.some((weight) => weight > 0)) yield { path, complaint: 'has no weight above 0' };
  }
  yield* seasonFaults(topics);
}

/** Somebody calls about something in every month, new customers too. */
function* seasonFaults(topics: Scenario['topics']): Generator<Complaint> {
  for (let month = 0; month < 12; month++) {
    for (const isNewcomer of [false, true]) {
      const isAny = Object.values(topics).some(
        ({ weight, months, newcomers }) =>
          weight * (months?.[month] ?? 100) * (isNewcomer ? (newcomers ?? 100) : 100) >= 100,
      );
      const whose = isNewcomer ? ' for new customers' : '';
      if (!isAny) yield { path: ['topics'], complaint: `has no weight in month ${month + 1}${whose}` };
    }
  }
}
