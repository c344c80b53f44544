import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Harness, startServer } from './harness.ts';
import { type OpenApi, openApiOf } from './published.ts';

let harness: Harness;
let document: OpenApi;
beforeAll(async () => {
  harness = await startServer();
  document = await openApiOf(harness);
});
afterAll(() => harness.close());

function operations() {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
}

it('lists every route of the API and nothing else', () => {
  expect(document.openapi).toMatch(/^3\.1/);
  expect(
    operations()
      .map(({ path, method }) => `${method.toUpperCase()} ${path}`)
      .sort(),
  ).toEqual([
    'DELETE /api/annotations/{id}',
    'DELETE /api/ingest',
    'GET /api/annotations',
    'GET /api/catalog',
    'GET /api/day-changes',
    'GET /api/health',
    'GET /api/live',
    'GET /api/me',
    'GET /api/openapi.json',
    'GET /api/quarantine',
    'GET /api/quarantine/record',
    'GET /api/sessions/{session_id}',
    'GET /api/status',
    'GET /api/tables/{table}',
    'POST /api/annotations',
    'POST /api/associations',
    'POST /api/callers',
    'POST /api/data-tables',
    'POST /api/erase',
    'POST /api/ingest',
    'POST /api/login',
    'POST /api/logout',
    'POST /api/moved',
    'POST /api/quarantine/drop',
    'POST /api/quarantine/retry',
    'POST /api/query',
    'POST /api/rebuild',
    'POST /api/retain',
    'POST /api/sessions',
    'POST /api/turns/confidence',
    'POST /api/turns/exits',
    'POST /api/turns/intents',
    'POST /api/turns/utterances',
  ]);
});

it('describes each of them: what for, what goes in, what comes out', () => {
  for (const { path, method, operation } of operations()) {
    expect(operation.summary, `${method} ${path}`).toBeTruthy();
    for (const [status, response] of Object.entries(operation.responses)) {
      expect(status).toMatch(/^([1-5]\d\d|[1-5]XX|default)$/);
      expect(response.description).toBeTypeOf('string');
    }
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const declared = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(declared.map(({ name }) => name)).toEqual(inPath);
    expect(declared.every(({ required }) => required)).toBe(true);
  }
});

it('holds schemas that are schemas', () => {
  const ajv = new Ajv2020({ strict: false });
  const contents = operations().flatMap(({ operation }) => [
    operation.requestBody?.content ?? {},
    ...Object.values(operation.responses).map((response) => response.content ?? {}),
  ]);
  const schemas = contents.flatMap((content) => Object.values(content).map(({ schema }) => schema));
  expect(schemas.length).toBeGreaterThan(15);
  for (const schema of schemas) expect(() => ajv.compile(schema)).not.toThrow();
});
