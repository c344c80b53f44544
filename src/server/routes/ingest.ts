import { PassThrough } from 'node:stream';
import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { IngestLine, IngestReport } from '../api.ts';
import type { AddRoutes, Services } from '../app.ts';
import { describeError } from '../errors.ts';
import { requireToken } from '../guard.ts';
import { ErrorSchema, strict } from '../schema/shared.ts';

const NDJSON = 'application/x-ndjson; charset=utf-8';
const security = [{ owner: [] }];

/** Runs the sweep. The run ends early, after the commit in hand, when the caller goes away or asks for it by DELETE. */
export const ingestRoutes: AddRoutes = (app, services) => {
  const { token, runs } = services;
  app.post('/ingest', { schema: RUN }, async (request, reply) => {
    requireToken(request, token);
    return runIngest(services, request, reply);
  });
  app.delete('/ingest', { schema: INTERRUPT }, async (request) => {
    requireToken(request, token);
    return { interrupted: runs.interrupt() };
  });
};

const RUN = {
  summary: 'Read what is new in the bucket; progress, then a report, as NDJSON',
  security,
  response: {
    200: {
      description: 'Lines of { "progress" }, then one { "report" } or { "error" }.',
      content: { 'application/x-ndjson': { schema: Type.Object({}, { additionalProperties: true }) } },
    },
    '4xx': ErrorSchema,
    '5xx': ErrorSchema,
  },
};
const INTERRUPT = {
  summary: 'End the running ingest after the commit in hand',
  security,
  response: { 200: strict({ interrupted: Type.Boolean() }), '4xx': ErrorSchema },
};

async function runIngest({ runs, log }: Services, request: FastifyRequest, reply: FastifyReply) {
  const lines = new PassThrough();
  const write = (line: IngestLine) => lines.write(`${JSON.stringify(line)}\n`);
  let started = () => {};
  const firstProgress = new Promise<void>((resolve) => {
    started = resolve;
  });
  const run = runs.start((progress) => {
    write({ progress });
    started();
  });
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) runs.interrupt();
  });
  // A run that fails before it did anything is answered like any error, with its status.
  await Promise.race([firstProgress, run]);
  endWith(run, lines, write, (error) => describeError(error, log, request).body);
  return reply.type(NDJSON).send(lines);
}

function endWith(
  run: Promise<IngestReport>,
  lines: PassThrough,
  write: (line: IngestLine) => void,
  describe: (error: unknown) => IngestLine,
): void {
  run
    .then(
      (report) => write({ report }),
      (error) => write(describe(error)),
    )
    .finally(() => lines.end());
}
