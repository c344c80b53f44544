import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { sendProblem } from './errors.ts';
import { type Problem, problem } from './problem.ts';

const PAGE = `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Not found · Earshot</title>
<h1>Nothing is here</h1><p>The dashboard is at <a href="/">the front page</a>.</p></html>
`;

interface Route {
  readonly methods: readonly string[];
  readonly pattern: RegExp;
}

/** Remembers the routes of the API, so that a wrong method is told from a wrong address. */
export class RouteBook {
  readonly #routes: Route[] = [];

  readonly add = ({ method, url }: Pick<RouteOptions, 'method' | 'url'>): void => {
    const pattern = new RegExp(`^${url.replace(/:\w+/g, '[^/]+')}$`);
    if (!url.includes('*')) this.#routes.push({ methods: [method].flat(), pattern });
  };

  methodsOf(path: string): string[] {
    const fitting = this.#routes.filter(({ pattern }) => pattern.test(path));
    return [...new Set(fitting.flatMap(({ methods }) => methods))].sort();
  }
}

/** JSON below /api and for programs, a page for people. */
export function notFoundHandler(book: RouteBook) {
  return (request: FastifyRequest, reply: FastifyReply) => {
    const path = request.url.split('?', 1)[0] ?? '';
    const methods = book.methodsOf(path);
    if (methods.length > 0) {
      return sendProblem(reply.header('allow', methods.join(', ')), wrongMethod(request.method, methods));
    }
    const wantsPage = !path.startsWith('/api') && (request.headers.accept ?? '').includes('text/html');
    if (wantsPage) return reply.code(404).type('text/html; charset=utf-8').send(PAGE);
    return sendProblem(reply, NOT_FOUND);
  };
}

const NOT_FOUND = problem(
  404,
  'not_found',
  'Nothing is at this address.',
  'GET /api/openapi.json lists the API.',
);

function wrongMethod(method: string, methods: readonly string[]): Problem {
  return problem(
    405,
    'method_not_allowed',
    `${method} is not for this address: it takes ${methods.join(', ')}.`,
  );
}
