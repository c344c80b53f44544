import fastifySwagger from '@fastify/swagger';
import type { App } from './app.ts';

export async function addOpenApi(app: App, version: string): Promise<void> {
  await app.register(fastifySwagger, {
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
          owner: {
            type: 'http',
            scheme: 'bearer',
            description: 'The token in the owner file of the warehouse.',
          },
        },
      },
    },
  });
}
