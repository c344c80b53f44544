import { Type } from '@fastify/type-provider-typebox';
import { ROLES } from '../../access/role.ts';
import { NullableText, nullable, strict } from './shared.ts';

export const MeSchema = strict({
  asksForToken: Type.Boolean({ description: 'Whether nobody may ask without one.' }),
  name: NullableText,
  role: nullable(Type.Union(ROLES.map((role) => Type.Literal(role)))),
});
