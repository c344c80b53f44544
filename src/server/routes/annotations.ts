import { randomUUID } from 'node:crypto';
import { EarshotError } from '../../base/errors.ts';
import { spanOf } from '../../metrics/period.ts';
import type { Row } from '../../warehouse/warehouse.ts';
import type { Annotation, AnnotationsAnswer, NewAnnotation } from '../api.ts';
import type { AddRoutes, Services } from '../app.ts';
import { AnnotationSchema, AnnotationsSchema, NewAnnotationSchema } from '../schema/annotations.ts';
import { responses, strict, Text } from '../schema/shared.ts';

/** Releases, outages and other notes on the time axis, kept in the warehouse. */
export const annotationRoutes: AddRoutes = (app, services) => {
  const { warehouse, clock } = services;
  app.get(
    '/annotations',
    { schema: LIST, config: { access: 'viewer' } },
    async (): Promise<AnnotationsAnswer> => ({ annotations: await readAnnotations(services) }),
  );
  app.post('/annotations', { schema: ADD, config: WRITES }, async ({ body }): Promise<Annotation> => {
    const annotation = resolved(body);
    const { id, from: fromTime, to: toTime, kind: type, label } = annotation;
    await warehouse.note({ kind: 'annotate', id, fromTime, toTime, type, label }, clock);
    return annotation;
  });
  app.delete('/annotations/:id', { schema: REMOVE, config: WRITES }, async ({ params: { id } }) => {
    const removed = await warehouse.note({ kind: 'remove_annotation', id }, clock);
    if (removed > 0) return { removed: id };
    throw new EarshotError('not_found', 'no_such_annotation', `There is no annotation "${id}".`, {
      hint: 'GET /api/annotations lists them.',
    });
  });
};

const WRITES = { access: 'annotator' } as const;
const ALL = 'SELECT id, from_time, to_time, kind, label FROM annotation ORDER BY from_time, id';

export const readAnnotations = async ({ warehouse }: Services): Promise<readonly Annotation[]> =>
  (await warehouse.query({ sql: ALL, params: [] })).map(annotationOf);

const annotationOf = (row: Row): Annotation => ({
  id: String(row.id),
  from: String(row.from_time),
  to: row.to_time === null ? null : String(row.to_time),
  kind: row.kind as Annotation['kind'],
  label: String(row.label),
});

/** @throws EarshotError `bad_time`, `bad_time_zone` */
function resolved({ id = randomUUID(), from, to, timeZone = 'UTC', kind, label }: NewAnnotation): Annotation {
  const { fromMs, toMs } = spanOf({ from, timeZone, ...(to ? { to } : {}) });
  return { id, from: isoOf(fromMs ?? 0), to: toMs === null ? null : isoOf(toMs), kind, label: label.trim() };
}

const isoOf = (epochMs: number): string => new Date(epochMs).toISOString();

const LIST = {
  summary: 'Releases, outages and other notes on the time axis',
  response: responses(AnnotationsSchema),
};
const ADD = {
  summary: 'Write a note on the time axis, or replace the one of that id',
  body: NewAnnotationSchema,
  response: responses(AnnotationSchema),
};
const REMOVE = {
  summary: 'Take a note off the time axis',
  params: strict({ id: Text }),
  response: responses(strict({ removed: Text })),
};
