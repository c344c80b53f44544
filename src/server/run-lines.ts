import { PassThrough } from 'node:stream';
import { Type } from '@fastify/type-provider-typebox';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RunLine } from './api.ts';
import type { Services } from './app.ts';
import type { IngestRun } from './context.ts';
import { describeError } from './errors.ts';
import { ErrorSchema } from './schema/shared.ts';

const NDJSON = 'application/x-ndjson; charset=utf-8';

/** What a route that answers with `runLines` publishes. */
export const RUN_RESPONSES = {
  200: {
    description: 'Lines of { "progress" }, then one { "report" } or { "error" }.',
    content: { 'application/x-ndjson': { schema: Type.Object({}, { additionalProperties: true }) } },
  },
  '4xx': ErrorSchema,
  '5xx': ErrorSchema,
};

/** Answers with a run's progress and report, line by line. It ends early when the caller goes away. */
export async function runLines<T>(
  { runs, log }: Services,
  work: (run: IngestRun) => Promise<T>,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const lines = new PassThrough();
  const write = (line: RunLine<T>) => lines.write(`${JSON.stringify(line)}\n`);
  let started = () => {};
  const firstProgress = new Promise<void>((resolve) => {
    started = resolve;
  });
  const run = runs.start(work, (progress) => {
    write({ progress });
    started();
  });
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) runs.interrupt();
  });
  // A run that fails before it did anything is answered like any error, with its status.
  await Promise.race([firstProgress, run]);
  run
    .then(
      (report) => write({ report }),
      (error) => {
        const { status, body } = describeError(error, log, request);
        return write({ ...body, status });
      },
    )
    .finally(() => lines.end());
  return reply.type(NDJSON).send(lines);
}
