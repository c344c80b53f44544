import OpenAI from 'openai';
import { CallFailure } from '../call-failure.ts';
import type { Ask, Completion, LanguageModel } from '../model.ts';
import { cappedFetch } from './capped-fetch.ts';
import { completionOf } from './completion.ts';
import { failureOf, isFiltered, timedOutFailure } from './failure.ts';
import { type Optional, optionalParameters, refusedParameter } from './parameters.ts';
import type { Server } from './server.ts';
import { TimeLimit } from './time-limit.ts';

const FILTERED: Completion = { text: null, refusal: 'filtered', cutOff: false, tokens: null };

/** A model behind the API of OpenAI, which many servers speak. Retries are the caller's: the SDK's own are off. */
export function openaiModel(server: Server, model: string, timeoutSec: number): LanguageModel {
  const client = new OpenAI({
    apiKey: server.apiKey,
    adminAPIKey: null,
    baseURL: server.baseUrl,
    maxRetries: 0,
    timeout: timeoutSec * 1000,
    // The SDK's own log holds whole requests.
    logLevel: 'off',
    fetch: cappedFetch,
    // A key goes to the address that was given and to no other.
    fetchOptions: { redirect: 'error' },
  });
  /** What this server does not know; left out from its first refusal on. */
  const unknown = new Set<Optional>();

  async function request({ messages, maxOutputTokens }: Ask, signal: AbortSignal): Promise<unknown> {
    const optional = optionalParameters(maxOutputTokens, unknown);
    return client.chat.completions.create({ model, messages: [...messages], ...optional }, { signal });
  }

  async function complete(ask: Ask): Promise<Completion> {
    const limit = new TimeLimit(ask.signal, timeoutSec);
    try {
      return completionOf(await request(ask, limit.signal), server);
    } catch (error) {
      ask.signal.throwIfAborted();
      if (error instanceof CallFailure) throw error;
      if (limit.isOver) throw timedOutFailure(server, model);
      if (isFiltered(error)) return FILTERED;
      const refused = refusedParameter(error, unknown);
      if (refused === null) throw failureOf(error, server, model);
      unknown.add(refused);
    } finally {
      limit.end();
    }
    return complete(ask);
  }

  return { server: server.shown, complete };
}
