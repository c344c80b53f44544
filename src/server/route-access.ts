import type { RouteOptions } from 'fastify';
import type { Access } from '../access/role.ts';
import type { App } from './app.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may ask. Every route of the API says it. */
    access?: Access;
  }
}

/** A route, and who may ask it. */
export interface RouteAccess {
  readonly method: string;
  readonly path: string;
  readonly access: Access;
}

/** One that says nothing is open to nobody but admins; building the server fails before that. */
export const accessOf = ({ config }: { readonly config?: { readonly access?: Access } }): Access =>
  config?.access ?? 'admin';

/** Keeps the table of routes. @throws Error for a route that does not say who may ask it, before anything is served */
export function declareAccess(api: App): readonly RouteAccess[] {
  const table: RouteAccess[] = [];
  api.addHook('onRoute', ({ method, url, config }: RouteOptions) => {
    const access = config?.access;
    if (access === undefined) throw new Error(`${method} ${url} does not say who may ask it`);
    for (const each of [method].flat()) table.push({ method: each, path: url, access });
  });
  return table;
}
