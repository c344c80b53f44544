import { Type } from '@fastify/type-provider-typebox';
import type { Row } from '../../warehouse/warehouse.ts';
import type { DayChange, DayChangesAnswer, DayOutcome } from '../api.ts';
import type { AddRoutes, Services } from '../app.ts';
import { responses, strict } from '../schema/shared.ts';
import { DayChangesSchema } from '../schema/upkeep.ts';

const SCHEMA = {
  summary: 'What late files, erasures and rebuilds changed in days that had been counted; the newest first',
  querystring: strict({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })) }),
  response: responses(DayChangesSchema),
};
const DEFAULT_LIMIT = 100;

export const dayChangesRoute: AddRoutes = (app, services) => {
  app.get(
    '/day-changes',
    { schema: SCHEMA, config: { access: 'viewer' } },
    async (request): Promise<DayChangesAnswer> => ({
      changes: await readDayChanges(services, request.query.limit),
    }),
  );
};

export async function readDayChanges({ warehouse }: Services, limit = DEFAULT_LIMIT): Promise<DayChange[]> {
  const sql = `SELECT * FROM day_change ORDER BY data_version DESC, day LIMIT $1`;
  return (await warehouse.query({ sql, params: [limit] })).map(changeOf);
}

function changeOf(row: Row): DayChange {
  return {
    dataVersion: Number(row.data_version),
    committedAt: String(row.committed_at),
    day: String(row.day).slice(0, 10),
    objects: JSON.parse(String(row.objects)),
    before: outcomeOf(row, 'before'),
    after: outcomeOf(row, 'after'),
  };
}

function outcomeOf(row: Row, when: 'before' | 'after'): DayOutcome {
  return {
    sessions: Number(row[`sessions_${when}`]),
    resolved: Number(row[`resolved_${when}`]),
    escalated: Number(row[`escalated_${when}`]),
    abandoned: Number(row[`abandoned_${when}`]),
  };
}
