import { type TSchema, Type } from '@fastify/type-provider-typebox';

export const nullable = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);

export const Text = Type.String();
export const NullableText = nullable(Type.String());
export const NullableNumber = nullable(Type.Number());
export const NullableInteger = nullable(Type.Integer());
export const Count = Type.Integer({ minimum: 0 });
export const NullableInstant = nullable(Type.String({ description: 'ISO 8601 in UTC.' }));
export const DataVersion = Type.Integer({
  minimum: 0,
  description: 'Grows with each commit that changed something.',
});

/** A closed object: a member with a mistyped name is refused, not ignored. */
export const strict = <T extends Record<string, TSchema>>(members: T) =>
  Type.Object(members, { additionalProperties: false });

/** The one shape of every error. */
export const ErrorSchema = Type.Object(
  {
    error: Type.Object({
      code: Type.String({ description: 'Stable, for programs.' }),
      message: Text,
      hint: Type.Optional(Type.String({ description: 'What to do next.' })),
      facts: Type.Optional(
        Type.Record(Type.String(), Type.Union([Text, Type.Number(), Type.Boolean(), Type.Null()])),
      ),
    }),
  },
  { description: 'An error.' },
);

/** Responses of a route for the documentation: its answer, and the errors that any route may give. */
export const responses = (answer: TSchema): Record<string, TSchema> => ({
  200: answer,
  '4xx': ErrorSchema,
  '5xx': ErrorSchema,
});
