import type { Static, TObject } from '@fastify/type-provider-typebox';
import type { Scope } from '../metrics/question.ts';
import type { AddRoutes, Services } from './app.ts';
import { type CsvTable, sendCsv, wantsCsv } from './csv.ts';
import { responses } from './schema/shared.ts';
import { inZone } from './source.ts';

/** A question whose answer is a table: JSON, or the same as CSV for who accepts that. */
export interface TableRoute<
  Body extends TObject,
  Asked extends Scope,
  Answer extends { dataVersion: number },
> {
  readonly path: string;
  readonly summary: string;
  readonly body: Body;
  readonly answer: TObject;
  /** The body as the question that it is: fails to compile when schema and type drift apart. */
  readonly asQuestion: (body: Static<Body>) => Asked;
  readonly read: (services: Services, question: Asked) => Promise<Answer>;
  readonly table: (answer: Answer, question: Asked) => Omit<CsvTable, 'scope' | 'dataVersion'>;
  /** For the file, where the answer alone is a page of it. */
  readonly readAll?: (services: Services, question: Asked) => Promise<Answer>;
}

export function tableRoute<
  Body extends TObject,
  Asked extends Scope,
  Answer extends { readonly dataVersion: number },
>(route: TableRoute<Body, Asked, Answer>): AddRoutes {
  const { path, summary, read, readAll = read } = route;
  return (app, services) => {
    const schema = { summary, body: route.body, response: responses(route.answer) };
    app.post(path, { schema }, async (request, reply) => {
      // Validated by the schema that `asQuestion` takes.
      const question = inZone(route.asQuestion(request.body as Static<Body>), services);
      if (!wantsCsv(request)) return read(services, question);
      const answer = await readAll(services, question);
      const table = route.table(answer, question);
      return sendCsv(reply, { ...table, scope: question, dataVersion: answer.dataVersion });
    });
  };
}
