import type { Loaded } from '../support/loaded.ts';
import {
  difference,
  differenceOfDifferences,
  type Estimate,
  excess,
  oddsRatio,
  rateRatio,
  type Share,
} from './estimate.ts';

type Asked = Pick<Loaded, 'query'>;

/** A question that an analyst would ask of the warehouse, and its answer when the simulator keeps its word. */
export interface Effect {
  readonly name: string;
  /** As docs/scenarios.md says it. */
  readonly size: number;
  /** When the effect is switched off. */
  readonly none: number;
  estimate(from: Asked): Promise<Estimate>;
}

const CALLS = '(SELECT * FROM session_version WHERE is_current)';

/** Without the calls that follow one of the same customer within a week: people who try again are no new people. */
const FIRST_CALLS = `(SELECT * FROM (
  SELECT *, lag(call_start_time) OVER (PARTITION BY coalesce(customer_id, session_id) ORDER BY call_start_time) AS before
  FROM ${CALLS}) WHERE before IS NULL OR before < call_start_time - INTERVAL 7 DAY)`;

/** Of the period: January to July. */
const MONTHS = [1, 2, 3, 4, 5, 6, 7];

const NOBODY: Share = { hits: 0, n: 0 };

/** The shares of a query with columns k, hits and n, by k. */
async function shares(from: Asked, sql: string): Promise<(key: string) => Share> {
  const rows = await from.query(sql);
  const by = new Map(rows.map((row) => [String(row.k), { hits: Number(row.hits), n: Number(row.n) }]));
  return (key) => by.get(key) ?? NOBODY;
}

/** Whether the caller hung up at a prompt that waits for an answer, by what the bot had made of the turn before. */
const HANGING_UP = `
  SELECT k, count(*) FILTER (WHERE is_last) AS hits, count(*) AS n FROM (
    SELECT turn.turn_number = turn_count AS is_last,
      CASE WHEN turn.prompt_id = 'opening_nomatch' THEN 'no match'
        WHEN turn.prompt_id IN ('confirm_topic', 'confirm_heard') THEN 'unsure'
        WHEN turn.event = 'Match' AND turn.prompt_id LIKE 'ask_%' AND heard.confidence_score >= 0.72 THEN 'sure' END AS k
    FROM (SELECT turn_count, unnest(turns) AS turn, unnest(list_prepend(NULL, turns)) AS heard FROM ${CALLS})
    WHERE turn IS NOT NULL)
  WHERE k IS NOT NULL GROUP BY k`;

/** The caller's first words about what it is, and whether they were understood. */
const FIRST_NEEDS = `(
  SELECT *, lower(replace(topic_name, ' ', '_')) = turn.intent_name AS is_right
  FROM (SELECT *, list_filter(turns, x -> x.speaker = 'Customer')[1] AS turn FROM ${FIRST_CALLS})
  WHERE topic_name IS NOT NULL AND turn.intent_detected IS NOT NULL AND turn.intent_name IS DISTINCT FROM 'agent_request')`;

/** What came of the first prompt that waits for an answer: the third turn, unless the caller hung up. */
const FIRST_REACTIONS = `(SELECT *, turns[3] AS reaction FROM ${FIRST_CALLS} WHERE turns[2].prompt_id = 'opening' AND turn_count > 2)`;

/** The week of the outage, and the two after it, which are as busy: from Monday on, in New York. */
const WEEK = `CASE WHEN call_start_time < '2025-03-10 04:00' OR call_start_time >= '2025-03-31 04:00' THEN NULL
  ELSE call_start_time < '2025-03-17 04:00' END`;

/** Of all calls about the topic elsewhere, those that are no caller's second try. */
async function firstShare(from: Asked): Promise<number> {
  const elsewhere = "region <> 'East' AND topic_name = 'Internet Outage'";
  const [row] = await from.query(`
    SELECT (SELECT count(*) FROM ${FIRST_CALLS} WHERE ${elsewhere}) AS first, (SELECT count(*) FROM ${CALLS} WHERE ${elsewhere}) AS every`);
  return Number(row?.first) / Number(row?.every);
}

/**
 * Who calls because of the outage is new, and the usual calls that they are a multiple of are second tries too: new callers alone grow
 * by more than calls do.
 */
function onTopOf(first: number, { value, low, high }: Estimate): Estimate {
  const times = (ratio: number) => 1 + first * (ratio - 1);
  return { value: times(value), low: times(low), high: times(high) };
}

export const EFFECTS: readonly Effect[] = [
  {
    name: 'a prompt repeated after a failure makes callers hang up',
    size: 0.07,
    none: 0,
    estimate: async (from) => {
      const by = await shares(from, HANGING_UP);
      return difference(by('no match'), by('sure'));
    },
  },
  {
    name: 'a prompt that shows low confidence makes callers hang up',
    size: 0.06,
    none: 0,
    estimate: async (from) => {
      const by = await shares(from, HANGING_UP);
      return difference(by('unsure'), by('sure'));
    },
  },
  {
    name: 'an outage multiplies the calls of one region on one topic',
    size: 6,
    none: 1,
    estimate: async (from) => {
      const [row] = await from.query(`
        SELECT count(*) FILTER (WHERE ${WEEK}) AS during, count(*) FILTER (WHERE NOT ${WEEK}) AS after
        FROM ${FIRST_CALLS} WHERE region = 'East' AND topic_name = 'Internet Outage'`);
      const newCallers = rateRatio(Number(row?.during), 1, Number(row?.after), 2);
      return onTopOf(await firstShare(from), newCallers);
    },
  },
  {
    name: 'an outage spoils the mood of its callers',
    size: 0.4,
    none: 0,
    estimate: async (from) => {
      const by = await shares(
        from,
        `SELECT coalesce(${WEEK}, false) AS k, count(*) FILTER (WHERE customer_sentiment = 'Negative') AS hits, count(*) AS n
        FROM ${FIRST_CALLS} WHERE region = 'East' AND topic_name = 'Internet Outage' AND customer_sentiment IS NOT NULL
          AND bot_version = '3.4.0' GROUP BY k`,
      );
      return excess(by('true'), by('false'));
    },
  },
  {
    name: 'a release understands one intent worse',
    size: -0.16,
    none: 0,
    estimate: async (from) => {
      const by = await shares(
        from,
        `SELECT concat(topic_name = 'Device Setup', ' ', bot_version) AS k, count(*) FILTER (WHERE is_right) AS hits, count(*) AS n
        FROM ${FIRST_NEEDS} WHERE topic_name NOT IN ('Roaming Activation', 'Payment Issue') GROUP BY k`,
      );
      return differenceOfDifferences(
        by('true 3.5.0'),
        by('true 3.4.0'),
        by('false 3.5.0'),
        by('false 3.4.0'),
      );
    },
  },
  {
    name: 'new customers call more about setting up a device',
    size: 2.2,
    none: 1,
    estimate: async (from) => {
      // By month: a season for devices, and the share of new customers, both change over the year.
      const by = await shares(
        from,
        `SELECT concat(month(call_start_time), ' ', tenure_months < 6) AS k, count(*) FILTER (WHERE topic_name = 'Device Setup') AS hits,
          count(*) AS n
        FROM ${FIRST_CALLS} WHERE tenure_months IS NOT NULL AND topic_name IS NOT NULL
          AND topic_name NOT IN ('SIM Replacement', 'New Line', 'Order Status') GROUP BY k`,
      );
      return oddsRatio(MONTHS.map((month) => [by(`${month} true`), by(`${month} false`)]));
    },
  },
  {
    name: 'older callers are understood less often',
    size: -0.08,
    none: 0,
    estimate: async (from) => {
      const by = await shares(
        from,
        `SELECT age_group AS k, count(*) FILTER (WHERE is_right) AS hits, count(*) AS n FROM ${FIRST_NEEDS} GROUP BY k`,
      );
      return difference(by('65+'), by('35-44'));
    },
  },
  {
    name: 'older callers ask for a person first of all',
    size: 0.06,
    none: 0,
    estimate: async (from) => {
      const by = await shares(
        from,
        `SELECT age_group AS k, count(*) FILTER (WHERE reaction.intent_name = 'agent_request') AS hits, count(*) AS n
        FROM ${FIRST_REACTIONS} GROUP BY k`,
      );
      return difference(by('65+'), by('35-44'));
    },
  },
  {
    name: 'of resolved calls some were not helped, and call again within days',
    size: 0.14 * 0.7,
    none: 0,
    estimate: async (from) => {
      const [row] = await from.query(`
        SELECT count(*) FILTER (WHERE gap < 7 * 86400) AS week1, count(*) FILTER (WHERE gap BETWEEN 7 * 86400 AND 14 * 86400) AS week2,
          count(*) AS n
        FROM (SELECT epoch(next_topic_contact_time) - epoch(call_end_time) AS gap, * FROM ${CALLS})
        WHERE resolution_status = 'Resolved' AND customer_id IS NOT NULL AND call_start_time < '2025-06-29'`);
      const n = Number(row?.n);
      return difference({ hits: Number(row?.week1), n }, { hits: Number(row?.week2), n });
    },
  },
];
