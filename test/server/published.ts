import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'vitest';
import type { Harness } from './harness.ts';

export interface OpenApi {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
export interface Operation {
  readonly summary?: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly required?: boolean;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly content?: Content }>>;
}
type Content = Readonly<Record<string, { readonly schema: object }>>;

export async function openApiOf(harness: Harness): Promise<OpenApi> {
  return (await harness.get('/api/openapi.json')).body as OpenApi;
}

/** Holds an answer against the schema that the API publishes for it. */
export async function expectPublished(
  harness: Harness,
  method: 'get' | 'post',
  path: string,
  body: unknown,
): Promise<void> {
  const { paths } = await openApiOf(harness);
  const schema = paths[path]?.[method]?.responses['200']?.content?.['application/json']?.schema;
  if (!schema) throw new Error(`${method} ${path} publishes no answer`);
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  expect(ajv.validate(schema, body), ajv.errorsText()).toBe(true);
}
