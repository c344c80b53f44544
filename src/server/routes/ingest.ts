import { Type } from '@fastify/type-provider-typebox';
import type { AddRoutes } from '../app.ts';
import { RUN_RESPONSES, runLines } from '../run-lines.ts';
import { asSelection, SelectionSchema } from '../schema/ingest.ts';
import { ErrorSchema, strict } from '../schema/shared.ts';

const ADMIN = { access: 'admin' } as const;

/** Runs the sweep, or a rebuild. The run ends early, after the commit in hand, when the caller goes away or asks for it by DELETE. */
export const ingestRoutes: AddRoutes = (app, services) => {
  const { runs, ingest, upkeep } = services;
  app.post('/ingest', { schema: RUN, config: ADMIN }, async (request, reply) => {
    const selection = asSelection(request.body ?? {});
    return runLines(services, (run) => ingest({ ...run, selection }), request, reply);
  });
  app.post('/rebuild', { schema: REBUILD, config: ADMIN }, async (request, reply) => {
    const { accept = false, dropGone = false } = request.body;
    return runLines(services, (run) => upkeep.rebuild({ ...run, accept, dropGone }), request, reply);
  });
  app.delete('/ingest', { schema: INTERRUPT, config: ADMIN }, async () => ({
    interrupted: runs.interrupt(),
  }));
};

const RUN = {
  summary: 'Read what is new in the bucket; progress, then a report, as NDJSON',
  body: SelectionSchema,
  response: RUN_RESPONSES,
};
const REBUILD = {
  summary: 'Make the warehouse anew from the bucket; progress, then a report, as NDJSON',
  body: strict({
    accept: Type.Optional(Type.Boolean({ description: 'Takes it even where it differs.' })),
    dropGone: Type.Optional(Type.Boolean({ description: 'Leaves rows of objects behind that are gone.' })),
  }),
  response: RUN_RESPONSES,
};
const INTERRUPT = {
  summary: 'End the running ingest or rebuild after the commit in hand',
  response: { 200: strict({ interrupted: Type.Boolean() }), '4xx': ErrorSchema },
};
