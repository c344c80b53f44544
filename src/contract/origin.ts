import type { Column } from './columns.ts';

/** What names the bytes that a row came from. */
export const ORIGIN: readonly Column[] = [
  {
    name: 'object',
    type: 'STRING',
    required: true,
    description: 'Full name of the session file in the bucket.',
  },
  {
    name: 'generation',
    type: 'STRING',
    required: true,
    description: "The object's generation, a decimal string.",
  },
];

export const POSITION: Column = {
  name: 'position',
  type: 'INT64',
  required: true,
  description: 'Place of the record in its object, from 1.',
};
