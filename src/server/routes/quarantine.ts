import { Type } from '@fastify/type-provider-typebox';
import { EarshotError } from '../../base/errors.ts';
import { excerptOf } from '../../ingest/excerpt.ts';
import { Gate } from '../../ingest/gate.ts';
import type { QuarantineAnswer, QuarantineExcerpt, QuarantineRecord } from '../api.ts';
import type { AddRoutes, Services } from '../app.ts';
import { rowsAs } from '../rows.ts';
import { responses, strict, Text } from '../schema/shared.ts';
import { ExcerptSchema, PlaceSchema, QuarantineSchema, RetrySchema } from '../schema/upkeep.ts';
import { visitorOf } from '../visitors.ts';

/** Where a record could not be read, it is redacted as text alone: its excerpt is for admins. */
const ADMIN = { access: 'admin' } as const;
const DEFAULT_LIMIT = 50;
/** Each page is looked up in the whole quarantine: large ones are cheaper. */
const MAX_LIMIT = 10_000;

const DROPPED = `EXISTS (SELECT 1 FROM quarantine_decision d
  WHERE d.object = q.object AND d.generation = q.generation AND d.position = q.position)`;
const COLUMNS = `q.object, q.generation, q.position, q.line, q.session_id, q.reason, q.detail, ${DROPPED} AS dropped`;

/** What could not be loaded: to list, to read, to try again, to drop. */
export const quarantineRoutes: AddRoutes = (app, services) => {
  const { upkeep, warehouse, clock, audit } = services;
  app.get('/quarantine', { schema: LIST, config: { access: 'analyst' } }, (request) =>
    list(services, request.query),
  );
  app.get('/quarantine/record', { schema: SHOW, config: ADMIN }, async (request) => {
    const { object, position } = request.query;
    const excerpt = await show(services, object, position);
    await audit.opened(visitorOf(request), 'quarantined record', { object, position });
    return excerpt;
  });
  app.post('/quarantine/retry', { schema: RETRY, config: ADMIN }, async (request) => {
    return upkeep.retry(request.body.objects);
  });
  app.post('/quarantine/drop', { schema: DROP, config: ADMIN }, async (request) => {
    return { dropped: await warehouse.note({ kind: 'drop', records: request.body.records }, clock) };
  });
};

interface Listing {
  readonly object?: string;
  readonly reason?: string;
  readonly dropped?: boolean;
  readonly after?: string;
  readonly limit?: number;
}

async function list({ warehouse }: Services, asked: Listing): Promise<QuarantineAnswer> {
  const { limit = DEFAULT_LIMIT, dropped = false } = asked;
  const where = `($1 = '' OR q.object = $1) AND ($2 = '' OR q.reason = $2) AND (${dropped ? 'TRUE' : `NOT ${DROPPED}`})`;
  const filters = [asked.object ?? '', asked.reason ?? ''];
  const [object, position] = placeAfter(asked.after);
  const [rows, totals] = await Promise.all([
    warehouse.query({
      sql: `SELECT ${COLUMNS} FROM quarantine q WHERE ${where}
        AND q.object >= $3 AND (q.object > $3 OR q.position > $4) ORDER BY q.object, q.position LIMIT $5`,
      params: [...filters, object, position, limit + 1],
    }),
    asked.after === undefined
      ? warehouse.query({ sql: `SELECT count(*) AS n FROM quarantine q WHERE ${where}`, params: filters })
      : null,
  ]);
  const records = rowsAs<QuarantineRecord>(rows.slice(0, limit));
  const last = rows.length > limit ? records.at(-1) : undefined;
  return {
    records,
    total: totals && Number(totals[0]?.n ?? 0),
    next: last ? `${last.position} ${last.object}` : null,
  };
}

/** @throws EarshotError `bad_cursor` */
function placeAfter(after: string | undefined): [object: string, position: number] {
  if (after === undefined) return ['', 0];
  const [, position, object] = /^(\d+) (.+)$/s.exec(after) ?? [];
  if (position === undefined || object === undefined)
    throw new EarshotError('usage', 'bad_cursor', '"after" is not what a page gave as its "next".');
  return [object, Number(position)];
}

async function show(
  { warehouse, store, config }: Services,
  object: string,
  position: number,
): Promise<QuarantineExcerpt> {
  const sql = `SELECT ${COLUMNS} FROM quarantine q WHERE q.object = $1 AND q.position = $2`;
  const [record] = rowsAs<QuarantineRecord>(await warehouse.query({ sql, params: [object, position] }));
  if (!record) {
    throw new EarshotError(
      'not_found',
      'no_such_record',
      `No record ${position} of ${object} is in quarantine.`,
      {
        hint: '`earshot quarantine list` shows those that are.',
      },
    );
  }
  const gate = new Gate(config.customerKey, await warehouse.keeping());
  const isErased = (id: string) => gate.isErased(id);
  return { record, text: await excerptOf(store, record, { ...config, isErased }) };
}

const LIST = {
  summary: 'Records that could not be loaded, page by page',
  querystring: strict({
    object: Type.Optional(Text),
    reason: Type.Optional(Text),
    dropped: Type.Optional(Type.Boolean({ description: 'Dropped ones too.' })),
    after: Type.Optional(Type.String({ description: '`next` of the page before.' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: MAX_LIMIT })),
  }),
  response: responses(QuarantineSchema),
};
const SHOW = {
  summary: 'One record of the quarantine as the bucket holds it, redacted',
  querystring: strict({ object: PlaceSchema.object, position: PlaceSchema.position }),
  response: responses(ExcerptSchema),
};
const RETRY = {
  summary: 'Read objects with records in quarantine again',
  body: strict({ objects: Type.Optional(Type.Array(Text)) }),
  response: responses(RetrySchema),
};
const DROP = {
  summary: 'Drop records of the quarantine: they stay counted, and are shown no more',
  body: strict({ records: Type.Array(strict(PlaceSchema), { minItems: 1, maxItems: 10_000 }) }),
  response: responses(strict({ dropped: Type.Integer({ minimum: 0 }) })),
};
