import type { Column, Table } from './columns.ts';
import { ORIGIN, POSITION } from './origin.ts';

export const QUARANTINE_COLUMNS: readonly Column[] = [
  ...ORIGIN,
  POSITION,
  {
    name: 'line',
    type: 'INT64',
    description: 'Line of the object at which the record, or the break, begins; from 1.',
  },
  { name: 'session_id', type: 'STRING', description: "The record's session_id, when it has one." },
  {
    name: 'customer_id',
    type: 'STRING',
    description: 'Its customer_id as sessions have it, when it has one: erasing a customer finds it by this.',
  },
  {
    name: 'call_start_time',
    type: 'TIMESTAMP',
    description: 'Its call_start_time, when that can be read: what is too old to be kept is found by this.',
  },
  { name: 'reason', type: 'STRING', required: true, description: 'Code of the reason.' },
  {
    name: 'detail',
    type: 'STRING',
    description: 'What was found, in a sentence without values of the record.',
  },
];

export const QUARANTINE: Table = {
  name: 'quarantine',
  description: 'Records that could not be repaired.',
  columns: QUARANTINE_COLUMNS,
};

/** What a person decided about a record of the quarantine; it goes when the object's generation does. */
export const QUARANTINE_DECISION: Table = {
  name: 'quarantine_decision',
  description: 'Records of the quarantine that a person has dropped: they are counted, and shown no more.',
  columns: [
    ...ORIGIN,
    POSITION,
    { name: 'decided_at', type: 'TIMESTAMP', required: true, description: 'When it was decided.' },
  ],
};
