import fastifySwagger from '@fastify/swagger';
import type { Access } from '../access/role.ts';
import type { App } from './app.ts';
import { accessOf } from './route-access.ts';

export async function addOpenApi(app: App, version: string): Promise<void> {
  await app.register(fastifySwagger, {
    transform: ({ schema, url, route }) => ({ url, schema: { ...schema, ...accessSchema(accessOf(route)) } }),
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Earshot',
        version,
        description: 'Outcome numbers of an IVR chatbot, and the calls behind each of them.',
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: '/' }],
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description: 'A token of `earshot token create`, or the one in the owner file of the warehouse.',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-earshot',
            description: 'From POST /api/login; over plain http its name is earshot-PORT.',
          },
        },
      },
    },
  });
}

/** The least that a visitor must be, and what says who that is. Where no tokens are set, this machine needs to show none. */
const accessSchema = (access: Access) => ({
  'x-earshot-access': access,
  security: access === 'anyone' ? [] : [{ token: [] }, { session: [] }],
});
