import type { FastifyRequest } from 'fastify';

/** The secret of `Authorization: Bearer …`; null when none is shown. */
export function bearerOf({ headers }: FastifyRequest): string | null {
  const [, secret] = /^Bearer +([\x21-\x7e]+) *$/i.exec(headers.authorization ?? '') ?? [];
  return secret ?? null;
}
