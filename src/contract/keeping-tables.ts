import type { Column, Table } from './columns.ts';

/** What a warehouse knows that its session files don't tell: it is carried through every rebuild. */

export const META: Table = {
  name: 'meta',
  description:
    'Facts of the warehouse itself: schema_version, data_version, tombstone_key, customer_key_id, retain_from, rollups.',
  columns: [
    { name: 'key', type: 'STRING', required: true, description: 'Name of the fact.' },
    { name: 'value', type: 'STRING', required: true, description: 'Its value.' },
  ],
};

/** The raw id is nowhere: the key of the HMAC is random and the warehouse's own. */
export const TOMBSTONE: Table = {
  name: 'tombstone',
  description: 'Customers that were erased: no sweep, retry or rebuild brings them back.',
  columns: [
    {
      name: 'hash',
      type: 'STRING',
      required: true,
      description: 'HMAC-SHA-256 of the raw customer_id, in hex.',
    },
    { name: 'erased_at', type: 'TIMESTAMP', required: true, description: 'When it was erased.' },
  ],
};

export const JOURNAL: Table = {
  name: 'journal',
  description: 'What was done to the warehouse other than loading files. Nothing of a caller stands in it.',
  columns: [
    { name: 'at', type: 'TIMESTAMP', required: true, description: 'When it was done.' },
    { name: 'kind', type: 'STRING', required: true, description: 'erase, retain, rebuild, retry or drop.' },
    { name: 'detail', type: 'STRING', required: true, description: 'Counts and names, as a JSON object.' },
  ],
};

export const ANNOTATION: Table = {
  name: 'annotation',
  description: 'Notes on the time axis: releases, outages.',
  columns: [
    { name: 'id', type: 'STRING', required: true, description: 'Its own name.' },
    { name: 'from_time', type: 'TIMESTAMP', required: true, description: 'When what it speaks of began.' },
    { name: 'to_time', type: 'TIMESTAMP', description: 'When that ended; null for an instant.' },
    { name: 'kind', type: 'STRING', required: true, description: 'release, outage or note.' },
    { name: 'label', type: 'STRING', required: true, description: 'The note.' },
    { name: 'created_at', type: 'TIMESTAMP', required: true, description: 'When it was written.' },
  ],
};

const OUTCOME_COUNTS: readonly Column[] = [
  ['sessions', 'Current sessions that began on the day.'],
  ['resolved', 'Those Resolved.'],
  ['escalated', 'Those Escalated.'],
  ['abandoned', 'Those Abandoned.'],
].map(([name, description]) => ({
  name: name ?? '',
  type: 'INT64',
  required: true,
  description: description ?? '',
}));

export const DAY_OUTCOME: Table = {
  name: 'day_outcome',
  description: 'Outcomes per day of UTC, kept with each commit.',
  columns: [
    { name: 'day', type: 'TIMESTAMP', required: true, description: 'Midnight of UTC.' },
    ...OUTCOME_COUNTS,
    { name: 'counted_at', type: 'TIMESTAMP', required: true, description: 'When the day was first counted.' },
  ],
};

/** Written when a commit changes a day that was over by the newest call: why did Tuesday change? */
export const DAY_CHANGE: Table = {
  name: 'day_change',
  description: 'What a commit changed in a day of UTC that had been counted and was over.',
  columns: [
    { name: 'data_version', type: 'INT64', required: true, description: 'The version that the commit made.' },
    { name: 'committed_at', type: 'TIMESTAMP', required: true, description: 'When.' },
    { name: 'day', type: 'TIMESTAMP', required: true, description: 'The day, midnight of UTC.' },
    {
      name: 'objects',
      type: 'STRING',
      required: true,
      description: 'The objects of the commit that speak of the day, as a JSON array of at most 20 names.',
    },
    ...OUTCOME_COUNTS.map((column) => ({
      ...column,
      name: `${column.name}_before`,
      description: `${column.description} Before the commit.`,
    })),
    ...OUTCOME_COUNTS.map((column) => ({
      ...column,
      name: `${column.name}_after`,
      description: `${column.description} After it.`,
    })),
  ],
};
