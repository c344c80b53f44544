import { APIError } from 'openai';
import { ANSWER_SCHEMA } from '../answer.ts';

/** What not every server knows. The prompt asks for JSON too, so that an answer is one without them. */
export type Optional = 'response_format' | 'max_completion_tokens';

export function optionalParameters(maxOutputTokens: number, unknown: ReadonlySet<Optional>) {
  const schema = { name: 'conversation', strict: true, schema: ANSWER_SCHEMA };
  return {
    ...(!unknown.has('response_format') && {
      response_format: { type: 'json_schema' as const, json_schema: schema },
    }),
    ...(!unknown.has('max_completion_tokens') && { max_completion_tokens: maxOutputTokens }),
  };
}

/** How servers name it when they refuse it. */
const NAMED: Readonly<Record<Optional, RegExp>> = {
  max_completion_tokens: /max_completion_tokens|max_tokens|context length/i,
  response_format: /response_format|json_schema|structured|schema|grammar/i,
};
const REFUSALS = new Set([400, 404, 415, 422, 500, 501]);

/** The parameter that a server refuses; null when the error is about something else, or it was left out already. */
export function refusedParameter(error: unknown, unknown: ReadonlySet<Optional>): Optional | null {
  if (!(error instanceof APIError) || !REFUSALS.has(error.status ?? 0)) return null;
  const said = `${error.param ?? ''} ${error.message}`;
  const named = (Object.keys(NAMED) as Optional[]).find((name) => NAMED[name].test(said));
  return named === undefined || unknown.has(named) ? null : named;
}
