import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnsweredTurn } from '../../src/author/answer.ts';

export interface AskedTurn {
  readonly turn_number: number;
  readonly speaker: string;
  readonly gist: string;
  readonly verbatim?: true;
}

export interface Asked {
  readonly key: string | undefined;
  readonly body: {
    readonly model: string;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly response_format?: unknown;
    readonly max_completion_tokens?: number;
  };
  /** The plan in the question. */
  readonly turns: readonly AskedTurn[];
  readonly atMs: number;
}

/** Answers a request in some way; `count` is 1 for the first request of the server. */
export type Behaviour = (asked: Asked, response: ServerResponse, count: number) => void;

export interface Api {
  readonly url: string;
  readonly asked: readonly Asked[];
  behave(behaviour: Behaviour): void;
  close(): Promise<void>;
}

/** Other words for each turn that still fit its plan. */
export function wording({ turns }: Asked): AnsweredTurn[] {
  return turns.map(({ turn_number, speaker, gist, verbatim }) => ({
    turn_number,
    speaker: speaker as AnsweredTurn['speaker'],
    text: verbatim ? gist : `${gist} then`,
  }));
}

export const USAGE = { prompt_tokens: 900, completion_tokens: 100 };

export function send(response: ServerResponse, body: unknown, status = 200, headers = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

export function sendText(response: ServerResponse, content: string | null, more = {}): void {
  const message = { role: 'assistant', content, refusal: null };
  const choice = { index: 0, message, finish_reason: 'stop', ...more };
  send(response, { id: 'x', object: 'chat.completion', choices: [choice], usage: USAGE });
}

export const answer: Behaviour = (asked, response) =>
  sendText(response, JSON.stringify({ turns: wording(asked) }));

/** The first request of all in one way, all others as they should be. */
export function first(behaviour: Behaviour): Behaviour {
  return (asked, response, count) => (count === 1 ? behaviour : answer)(asked, response, count);
}

/** A server that speaks the API on a port of its own, and does as it is told. */
export async function startApi(): Promise<Api> {
  const asked: Asked[] = [];
  let behaviour = answer;
  const server = createServer(async (request, response) => {
    const each = await read(request);
    asked.push(each);
    behaviour(each, response, asked.length);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    asked,
    behave: (next) => {
      behaviour = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function read(request: IncomingMessage): Promise<Asked> {
  const atMs = performance.now();
  let text = '';
  for await (const chunk of request) text += chunk;
  const body: Asked['body'] = JSON.parse(text);
  const plan = body.messages.find(({ role }) => role === 'user')?.content ?? '{}';
  return { key: request.headers.authorization, body, turns: JSON.parse(plan).turns, atMs };
}
