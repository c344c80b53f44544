import { randomUUID } from 'node:crypto';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { EarshotError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import { explainInvalid } from './invalid.ts';
import { type Problem, problem, problemOf } from './problem.ts';

/** What Fastify itself refuses, before a route sees it. */
const REFUSALS: Readonly<Record<string, Problem>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: problem(400, 'bad_json', 'The body is not JSON.'),
  FST_ERR_CTP_EMPTY_JSON_BODY: problem(
    400,
    'bad_json',
    'The body is empty.',
    'Send {} where nothing is to say.',
  ),
  FST_ERR_CTP_BODY_TOO_LARGE: problem(
    413,
    'body_too_large',
    'The body is too large.',
    'Ask for less at a time.',
  ),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: problem(400, 'bad_request', 'The body is not as long as it says.'),
  FST_ERR_BAD_URL: problem(400, 'bad_url', 'The address is not well-formed.'),
};
/** What the sender of static files refuses: it only says a status. */
const STATIC_REFUSALS: Readonly<Record<number, Problem>> = {
  400: problem(400, 'bad_url', 'The address is not well-formed.'),
  403: problem(403, 'outside', 'This address leads out of what is served.'),
  404: problem(404, 'not_found', 'Nothing is at this address.'),
};
export const UNSUPPORTED_MEDIA_TYPE = problem(
  415,
  'unsupported_media_type',
  'The body must come as application/json.',
  'Set the header content-type: application/json.',
);

/** Answers an error in the one shape; what is not meant for the caller is logged under an id and kept back. */
export function errorHandler(log: Log) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
    sendProblem(reply, describeError(error, log, request));
}

export function sendProblem(reply: FastifyReply, { status, body }: Problem): FastifyReply {
  return reply.code(status).type('application/json; charset=utf-8').send(body);
}

/** @param request for the log: which route it was. */
export function describeError(error: unknown, log: Log, request: FastifyRequest): Problem {
  if (error instanceof EarshotError && error.kind !== 'internal') return problemOf(error);
  const refused = error as Partial<FastifyError>;
  const known = REFUSALS[refused.code ?? ''];
  if (known) return known;
  if (refused.code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return UNSUPPORTED_MEDIA_TYPE;
  if (refused.validation) {
    return problem(400, 'bad_request', explainInvalid(refused.validation, refused.validationContext));
  }
  const refusal = refused.code === undefined ? STATIC_REFUSALS[refused.statusCode ?? 0] : undefined;
  return refusal ?? internalProblem(error, log, request);
}

function internalProblem(error: unknown, log: Log, request: FastifyRequest): Problem {
  const id = randomUUID();
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log.warn('internal error', { id, route: request.routeOptions.url ?? null, method: request.method, stack });
  const { status, body } = problem(
    500,
    'internal',
    'Earshot failed to answer. Nothing was changed.',
    `The log of the server says more, under ${id}.`,
  );
  return { status, body: { error: { ...body.error, facts: { id } } } };
}
