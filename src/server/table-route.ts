import type { Static, TObject } from '@fastify/type-provider-typebox';
import type { Access } from '../access/role.ts';
import type { LogFacts } from '../base/log.ts';
import type { Scope } from '../metrics/question.ts';
import type { AddRoutes, Services } from './app.ts';
import { type FileTable, formatAsked } from './file-table.ts';
import { refuseSingling } from './one-caller.ts';
import { responses } from './schema/shared.ts';
import { sendTable } from './send-table.ts';
import { inZone } from './source.ts';
import { visitorOf } from './visitors.ts';
import { whileWaiting } from './waiting.ts';

/** A question whose answer is a table: JSON, or the same as CSV or Parquet for who accepts that. */
export interface TableRoute<
  Body extends TObject,
  Asked extends Scope,
  Answer extends { dataVersion: number },
> {
  readonly path: string;
  readonly access: Extract<Access, 'viewer' | 'analyst'>;
  readonly summary: string;
  readonly body: Body;
  readonly answer: TObject;
  /** The body as the question that it is: fails to compile when schema and type drift apart. */
  readonly asQuestion: (body: Static<Body>) => Asked;
  readonly read: (services: Services, question: Asked) => Promise<Answer>;
  readonly table: (answer: Answer, question: Asked) => Omit<FileTable, 'scope' | 'dataVersion'>;
  /** For the file, where the answer alone is a page of it. */
  readonly readAll?: (services: Services, question: Asked) => Promise<Answer>;
  /** For the audit, where the answer holds what callers said. */
  readonly opened?: (answer: Answer, question: Asked) => LogFacts;
}

export function tableRoute<
  Body extends TObject,
  Asked extends Scope,
  Answer extends { readonly dataVersion: number },
>(route: TableRoute<Body, Asked, Answer>): AddRoutes {
  const { path, access, summary, read, readAll = read, opened } = route;
  return (app, services) => {
    const schema = { summary, body: route.body, response: responses(route.answer) };
    app.post(path, { schema, config: { access } }, async (request, reply) => {
      const visitor = visitorOf(request);
      // Validated by the schema that `asQuestion` takes.
      const question = inZone(route.asQuestion(request.body as Static<Body>), services);
      refuseSingling(visitor, question);
      const format = formatAsked(request);
      if (format === null && access === 'viewer') {
        const text = await services.answers.get(
          await services.warehouse.version(),
          `${path} ${JSON.stringify(question)}`,
          () => read(services, question),
        );
        return reply.type('application/json; charset=utf-8').send(text);
      }
      const asked = { ...services, waiting: whileWaiting(reply) };
      const answer = await (format === null ? read : readAll)(asked, question);
      if (opened) await services.audit.opened(visitor, 'utterances', opened(answer, question));
      if (format === null) return answer;
      const { dataVersion } = answer;
      const table = { ...route.table(answer, question), scope: question, dataVersion };
      return sendTable(reply, table, format, services);
    });
  };
}
