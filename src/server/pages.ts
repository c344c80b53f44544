import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import { EarshotError } from '../base/errors.ts';
import type { App } from './app.ts';

/** Vite puts files whose names carry a hash of their content here: they never change. */
const HASHED = `${sep}assets${sep}`;

/** Serves the built pages, or says at `/` that they are not built. */
export async function addPages(app: App, webDir: string): Promise<void> {
  if (!existsSync(join(webDir, 'index.html'))) {
    app.get('/', { schema: { hide: true } }, () => {
      throw new EarshotError('not_found', 'pages_missing', 'The dashboard is not built; the API works.', {
        hint: 'Run `npm run build` in the checkout, then load this page again.',
      });
    });
    return;
  }
  await app.register(fastifyStatic, {
    root: webDir,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) => {
      reply.setHeader(
        'cache-control',
        path.includes(HASHED) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
}
