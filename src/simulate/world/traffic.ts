import { isoDate, monthOf, weekdayOf } from '../calendar.ts';
import { Rng, Wheel } from '../rng.ts';
import type { Scenario } from '../scenario/schema.ts';
import { holidayPercent } from './holidays.ts';
import type { LocalTime } from './local-time.ts';

const PURPOSE_VOLUME = 0x564f4c55;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** The busiest hour of a usual Monday has about this load. */
const FULL_LOAD = 100;

interface DayFacts {
  /** Relative volume of the day. */
  readonly weight: number;
  readonly isHoliday: boolean;
  readonly isWorkday: boolean;
}

/** How many people call when, in local time. */
export class Traffic {
  private readonly traffic: Scenario['traffic'];
  private readonly agents: Scenario['agents'];
  private readonly time: LocalTime;
  private readonly seed: number;
  private readonly workday: Wheel<number>;
  private readonly weekend: Wheel<number>;
  private readonly fullWeight: number;
  private readonly days = new Map<number, DayFacts>();

  constructor({ traffic, agents }: Scenario, time: LocalTime, seed: number) {
    this.traffic = traffic;
    this.agents = agents;
    this.time = time;
    this.seed = seed;
    this.workday = new Wheel(HOURS, (hour) => traffic.workdayHours[hour] ?? 0);
    this.weekend = new Wheel(HOURS, (hour) => traffic.weekendHours[hour] ?? 0);
    const most = (weights: readonly number[]) => Math.max(1, ...weights);
    this.fullWeight = most(traffic.months) * most(traffic.weekdays) * most(traffic.workdayHours);
  }

  /** Relative volume of the hour that begins then: at most about 10^14. */
  weightAt(ms: number): number {
    const day = this.time.dayOf(ms);
    return this.factsOf(day).weight * this.hourWeight(day, this.time.hourOf(ms));
  }

  /** 0 to about 100: how busy the lines are. */
  loadAt(ms: number): number {
    const day = this.time.dayOf(ms);
    const { traffic } = this;
    const weight =
      (traffic.months[monthOf(day)] ?? 0) *
      (traffic.weekdays[weekdayOf(day)] ?? 0) *
      this.hourWeight(day, this.time.hourOf(ms));
    return Math.floor((weight * FULL_LOAD) / this.fullWeight);
  }

  /** A local time of that local day at which people call, as an instant. */
  drawHour(rng: Rng, day: number): number {
    return (this.factsOf(day).isWorkday ? this.workday : this.weekend).draw(rng);
  }

  agentsAreIn(ms: number): boolean {
    const { isWorkday, isHoliday } = this.factsOf(this.time.dayOf(ms));
    if (isHoliday && !this.agents.onHolidays) return false;
    const [opens = 0, closes = 24] = isWorkday ? this.agents.workdayHours : this.agents.weekendHours;
    const hour = this.time.hourOf(ms);
    return opens <= hour && hour < closes;
  }

  private hourWeight(day: number, hour: number): number {
    const { workdayHours, weekendHours } = this.traffic;
    return (this.factsOf(day).isWorkday ? workdayHours[hour] : weekendHours[hour]) ?? 0;
  }

  private factsOf(day: number): DayFacts {
    const known = this.days.get(day);
    if (known) return known;
    const { months, weekdays, billingDays, plainDay, holidays, dayNoise } = this.traffic;
    const weekday = weekdayOf(day);
    const holiday = holidayPercent(holidays, day);
    const billing = billingDays[Number(isoDate(day).slice(8)) - 1] ?? plainDay;
    const noise = 1000 + new Rng(this.seed, PURPOSE_VOLUME, day).around(-dayNoise, dayNoise);
    const usual = (months[monthOf(day)] ?? 0) * (weekdays[weekday] ?? 0) * billing;
    const facts = {
      weight: usual * noise * (holiday ?? 100),
      isHoliday: holiday !== null,
      isWorkday: weekday !== 0 && weekday !== 6 && holiday === null,
    };
    this.days.set(day, facts);
    return facts;
  }
}
