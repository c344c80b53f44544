import { type Static, Type } from '@fastify/type-provider-typebox';
import type { Selection } from '../../ingest/plan.ts';
import { strict } from './shared.ts';

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$', description: 'YYYY-MM-DD.' });

export const SelectionSchema = strict({
  prefix: Type.Optional(Type.String({ description: 'Only objects whose name begins so.' })),
  from: Type.Optional(Day),
  to: Type.Optional(Day),
});

export function asSelection({ prefix, from, to }: Static<typeof SelectionSchema>): Selection {
  return {
    ...(prefix !== undefined && { prefix }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
}
