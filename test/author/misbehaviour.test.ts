import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, answer, type Behaviour, first, send, sendText, startApi, wording } from './api.ts';
import { House } from './run.ts';

let api: Api;
let house: House;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());
beforeEach(async () => {
  await api.close();
  api = await startApi();
  house = new House(api.url);
});

const cut: Behaviour = (asked, response) => {
  const body = JSON.stringify({ choices: [{ message: { content: JSON.stringify(wording(asked)) } }] });
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': String(body.length) });
  response.write(body.slice(0, body.length / 2), () => response.destroy());
};
const status =
  (code: number, headers = {}): Behaviour =>
  (_, response) =>
    send(response, { error: { message: 'not now' } }, code, headers);
const stalled: Behaviour = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices":');
};
const text =
  (of: (turns: ReturnType<typeof wording>) => unknown, more = {}): Behaviour =>
  (asked, response) =>
    sendText(response, JSON.stringify({ turns: of(wording(asked)) }), more);

describe('a request that fails is tried again', () => {
  it.each([
    ['500', status(500), 'server_error'],
    ['503', status(503), 'server_error'],
    ['an answer that is cut', cut, 'cut'],
    ['a connection that is dropped', ((_, response) => response.destroy()) as Behaviour, 'cut'],
    ['a page of a gateway', ((_, r) => send(r, '<html>')) as Behaviour, 'unreachable'],
    ['no answer in time', (() => {}) as Behaviour, 'timed_out'],
    ['an answer that stalls', stalled, 'timed_out'],
  ])('after %s', async (_, behaviour, kind) => {
    // The second one, since a server that never answered is taken for unreachable.
    api.behave((asked, response, count) => (count === 2 ? behaviour : answer)(asked, response, count));
    const { log } = await house.run({ sessions: 4 }, { concurrency: 1, timeoutSec: 1 });
    expect(log.calls).toMatchObject({ accepted: 4, repaired: 0, refused: 0 });
    expect(log.requests.map(({ result }) => result)).toEqual([
      'answered',
      kind,
      'answered',
      'answered',
      'answered',
    ]);
    expect(log.tokens.hasEstimates).toBe(kind === 'cut' || kind === 'timed_out');
  });

  it('after 429, no sooner than it says', async () => {
    api.behave(first(status(429, { 'retry-after': '1' })));
    const { log } = await house.run({ sessions: 2 }, { concurrency: 1 });
    expect(log.requests.map(({ result }) => result)).toEqual(['rate_limited', 'answered', 'answered']);
    const [once, again] = api.asked.map(({ atMs }) => atMs);
    expect((again ?? 0) - (once ?? 0)).toBeGreaterThanOrEqual(999);
  });

  it('but not one that never works while others do: it is left out', async () => {
    let poison: string | undefined;
    api.behave((asked, response, count) => {
      poison ??= asked.body.messages[1]?.content;
      const isPoison = count > 1 && asked.body.messages[1]?.content === poison;
      (count === 1 || isPoison ? status(500) : answer)(asked, response, count);
    });
    const { log, stop } = await house.run({ sessions: 12 }, { concurrency: 2 });
    expect(stop).toBeNull();
    expect(log.calls).toMatchObject({ accepted: 11, refused: 1 });
    expect(house.sessions()).toHaveLength(11);
  });
});

describe('an answer that does not fit is asked for again, with the reason', () => {
  it.each([
    [
      'a refusal',
      ((_, r) => sendText(r, null, { message: { content: null, refusal: 'no' } })) as Behaviour,
      'refusal',
      /invented/,
    ],
    ['a filtered one', text((turns) => turns, { finish_reason: 'content_filter' }), 'refusal', /invented/],
    [
      'a prompt that a filter refuses',
      ((_, r) => send(r, { error: { code: 'content_filter', message: 'no' } }, 400)) as Behaviour,
      'refusal',
      /invented/,
    ],
    ['no choices', ((_, r) => send(r, { choices: [] })) as Behaviour, 'empty', /no answer/],
    [
      'one that ends at the limit',
      text((turns) => turns, { finish_reason: 'length' }),
      'cut_off',
      /broke off/,
    ],
    ['prose', ((_, r) => sendText(r, 'Hello, how are you?')) as Behaviour, 'not_json', /not one JSON object/],
    ['another schema', text(() => 'none'), 'schema', /must be array/],
    [
      'a turn without a text',
      text((turns) => turns.map(({ text: _, ...turn }) => turn)),
      'schema',
      /must have required property 'text'/,
    ],
    [
      'a turn more',
      text((turns) => [...turns, { ...turns[0], turn_number: turns.length + 1 }]),
      'speakers',
      /The plan has \d+ turns, the answer/,
    ],
    [
      'another speaker',
      text((turns) => turns.map((turn) => ({ ...turn, speaker: 'Agent' }))),
      'speakers',
      /must be the Chatbot's/,
    ],
    [
      'turns in another order',
      text((turns) => [...turns.slice(1), ...turns.slice(0, 1)]),
      'speakers',
      /bear that number/,
    ],
    [
      'a novel',
      text((turns) => turns.map((turn) => ({ ...turn, text: turn.text.repeat(5) }))),
      'length',
      /at most/,
    ],
    [
      'a figure of its own',
      text((turns) => turns.map((turn, at) => (at === 1 ? { ...turn, text: 'It is 42.' } : turn))),
      'figures',
      /Turn 2 has figures, and must have none/,
    ],
    [
      'nothing said',
      text((turns) => turns.map((turn, at) => (at === 1 ? { ...turn, text: ' ' } : turn))),
      'words',
      /Turn 2 says nothing/,
    ],
    [
      'a transfer that is none',
      text((turns) =>
        turns.map((turn, at) => (at === 1 ? { ...turn, text: 'I am connecting you now' } : turn)),
      ),
      'contradiction',
      /Turn 2 puts the caller through/,
    ],
  ])('%s', async (_, behaviour, kind, reason) => {
    api.behave(first(behaviour));
    const { log } = await house.run({ sessions: 3 }, { concurrency: 1 });
    expect(log.calls).toMatchObject({ accepted: 2, repaired: 1, refused: 0 });
    expect(log.misfits).toMatchObject({ [kind]: 1 });
    const [once, again] = api.asked;
    expect(again?.body.messages.slice(0, 2)).toEqual(once?.body.messages);
    expect(again?.body.messages.at(-1)?.content).toMatch(reason);
  });

  it('three times in all; then the call is left out, and its file has the others', async () => {
    let bad: string | undefined;
    api.behave((asked, response, count) => {
      bad ??= asked.body.messages[1]?.content;
      if (asked.body.messages[1]?.content === bad) sendText(response, 'no');
      else answer(asked, response, count);
    });
    const { log, stop } = await house.run();
    expect(stop).toBeNull();
    expect(log.calls).toMatchObject({ accepted: 11, repaired: 0, refused: 1 });
    expect(log.requests.filter(({ ask }) => ask === 3)).toHaveLength(1);
    expect(house.sessions()).toHaveLength(11);
    const asked = api.asked.length;
    expect((await house.run()).log.calls).toMatchObject({ earlier: 12, accepted: 0, refused: 0 });
    expect(api.asked).toHaveLength(asked);
  });

  it('until none of twenty calls in a row fitted: then the run ends', async () => {
    api.behave((_, response) => sendText(response, '{"turns": []}'));
    const { stop, log } = await house.run({ sessions: 60 });
    expect(stop).toMatchObject({ code: 'llm_unfit', exitCode: 6 });
    expect(log.calls.refused).toBeLessThan(25);
    expect(house.files().size).toBe(0);
  });

  it('also where fewer were asked for and none fitted, and the next time, when nothing is asked again', async () => {
    api.behave((_, response) => sendText(response, '{"turns": []}'));
    const { stop, log } = await house.run();
    expect(stop).toMatchObject({ code: 'llm_unfit', exitCode: 6 });
    expect(stop?.message).toContain('none of the 12 calls');
    expect(log).toMatchObject({ stoppedBy: 'llm_unfit', calls: { refused: 12, accepted: 0 } });
    const asked = api.asked.length;
    expect((await house.run()).stop).toMatchObject({ code: 'llm_unfit' });
    expect(api.asked).toHaveLength(asked);
  });
});
