import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { App } from './app.ts';

const OPTIONS: FastifyHelmetOptions = {
  contentSecurityPolicy: {
    // Helmet's defaults allow inline styles and send browsers to https, which loopback does not have.
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      imgSrc: ["'self'", 'data:'],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
  xFrameOptions: { action: 'deny' },
  referrerPolicy: { policy: 'no-referrer' },
};

export async function addSecurityHeaders(app: App): Promise<void> {
  await app.register(helmet, OPTIONS);
}
