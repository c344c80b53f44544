import { Type } from '@fastify/type-provider-typebox';
import { EarshotError } from '../../base/errors.ts';
import type { AddRoutes } from '../app.ts';
import { responses, strict } from '../schema/shared.ts';
import { RemovalSchema } from '../schema/upkeep.ts';

const ADMIN = { access: 'admin' } as const;

/** Removes customers, or what is old, from the warehouse for good. */
export const upkeepRoutes: AddRoutes = (app, { upkeep }) => {
  app.post('/erase', { schema: ERASE, config: ADMIN }, async (request) => {
    return upkeep.erase(request.body.customerId);
  });
  app.post('/retain', { schema: RETAIN, config: ADMIN }, async (request) => {
    const { from } = request.body;
    if (Number.isNaN(Date.parse(from)))
      throw new EarshotError('usage', 'bad_time', `"${from}" is no instant in ISO 8601.`);
    return upkeep.retain(new Date(from).toISOString());
  });
};

const ERASE = {
  summary: 'Remove a customer, and keep whatever the bucket still says of it out',
  body: strict({
    customerId: Type.String({ minLength: 1, description: 'As session files write it.' }),
  }),
  response: responses(RemovalSchema),
};
const RETAIN = {
  summary: 'Remove the sessions that began before an instant, and keep them out; the cut-off never goes back',
  body: strict({ from: Type.String({ description: 'ISO 8601.' }) }),
  response: responses(RemovalSchema),
};
