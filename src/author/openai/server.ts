import { EarshotError } from '../../base/errors.ts';

/** Where requests go to, and what must never be told. */
export interface Server {
  readonly apiKey: string;
  readonly baseUrl: string;
  /** The address as logs and messages may show it. */
  readonly shown: string;
  /** A text without anything of the above that is secret. */
  scrub(text: string): string;
}

const DEFAULT_BASE_URL = 'https://api.openai.com/v1';
/** Shorter ones are words, as the `none` that a server without keys is given. */
const SHORTEST_SECRET = 6;

/** From OPENAI_API_KEY and OPENAI_BASE_URL. @throws EarshotError `no_api_key`, `bad_base_url` */
export function serverOf(env: NodeJS.ProcessEnv): Server {
  const apiKey = env.OPENAI_API_KEY?.trim() ?? '';
  const baseUrl = env.OPENAI_BASE_URL?.trim() || DEFAULT_BASE_URL;
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : null;
  if (url === null || !['http:', 'https:'].includes(url.protocol)) throw badBaseUrl();
  if (url.username !== '' || url.password !== '' || url.search !== '') throw badBaseUrl();
  if (apiKey === '' || /[^\x21-\x7e]/.test(apiKey)) throw noApiKey(apiKey);
  const shown = `${url.origin}${url.pathname.replace(/\/$/, '')}`;
  const scrub = (text: string) => (apiKey.length < SHORTEST_SECRET ? text : text.replaceAll(apiKey, '[key]'));
  return { apiKey, baseUrl, shown, scrub };
}

function noApiKey(apiKey: string): EarshotError {
  const message =
    apiKey === '' ? 'OPENAI_API_KEY is not set.' : 'OPENAI_API_KEY holds characters that no key has.';
  return new EarshotError('usage', 'no_api_key', `${message} Nothing was asked or written.`, {
    hint: 'Set it to a key of the server that OPENAI_BASE_URL names (OpenAI by default); one that wants no key, as Ollama, takes any word.',
  });
}

function badBaseUrl(): EarshotError {
  return new EarshotError('usage', 'bad_base_url', 'OPENAI_BASE_URL is not an address that can be used.', {
    hint: 'Write it as http://127.0.0.1:11434/v1 or https://host/v1: no user, password or query.',
  });
}
