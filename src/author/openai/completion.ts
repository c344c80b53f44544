import { EarshotError } from '../../base/errors.ts';
import { CallFailure } from '../call-failure.ts';
import type { Completion, Tokens } from '../model.ts';
import type { Server } from './server.ts';

type Unknown = Readonly<Record<string, unknown>>;

/** The body of an answer, which no type vouches for. @throws CallFailure when it is none of this API */
export function completionOf(body: unknown, server: Server): Completion {
  if (!isObject(body) || !Array.isArray(body.choices)) throw notTheApi(server);
  const choice: unknown = body.choices[0];
  const tokens = tokensOf(body.usage);
  if (!isObject(choice) || !isObject(choice.message))
    return { text: null, refusal: null, cutOff: false, tokens };
  const { content, refusal } = choice.message;
  const isFiltered = choice.finish_reason === 'content_filter';
  return {
    text: typeof content === 'string' ? server.scrub(content) : null,
    refusal: typeof refusal === 'string' && refusal !== '' ? refusal : isFiltered ? 'filtered' : null,
    cutOff: choice.finish_reason === 'length',
    tokens,
  };
}

function tokensOf(usage: unknown): Tokens | null {
  if (!isObject(usage)) return null;
  const [input, output] = [usage.prompt_tokens, usage.completion_tokens];
  return isCount(input) && isCount(output) ? { input, output, estimated: false } : null;
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

function isObject(value: unknown): value is Unknown {
  return typeof value === 'object' && value !== null;
}

function notTheApi({ shown }: Server): CallFailure {
  const verdict = new EarshotError(
    'environment',
    'llm_not_the_api',
    `What ${shown} answers is not this API.`,
    {
      hint: 'Check OPENAI_BASE_URL, which mostly ends with /v1.',
      facts: { server: shown },
    },
  );
  // A page of a gateway's among good answers will pass; from the first request on it is another server.
  return new CallFailure('unreachable', verdict);
}
