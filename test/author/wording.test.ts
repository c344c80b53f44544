import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { validateSession } from '../../src/contract/validate.ts';
import { run as simulated } from '../simulate/run.ts';
import { type Api, answer, send, sendText, startApi, wording } from './api.ts';
import { CALLS, House, KEY } from './run.ts';

let api: Api;
let house: House;
beforeAll(async () => {
  api = await startApi();
});
beforeEach(() => {
  api.behave(answer);
  house = new House(api.url);
});
afterAll(() => api.close());

describe('calls that a model words', () => {
  it('are the simulator’s in all but their words, and their ids and files are their own', async () => {
    const { log, stop } = await house.run();
    expect(stop).toBeNull();
    expect(log).toMatchObject({ interrupted: false, stoppedBy: null, calls: { accepted: 12, refused: 0 } });
    const { sessions: planned, files } = await simulated(CALLS);
    const sessions = house.sessions();
    const bare = (list: typeof sessions) =>
      list.map((session) => ({
        ...session,
        session_id: '',
        conversation: session.conversation.map((turn) => ({ ...turn, text: '', timestamp: '' })),
      }));
    expect(bare(sessions)).toEqual(bare([...planned]));
    expect(house.files().size).toBe(files.size);
    const names = [...house.files().keys()].map((path) =>
      path.slice(-'2025/03/03/calls-20250303-c0ffee42-0001.json'.length),
    );
    expect(names.filter((name) => files.has(name))).toEqual([]);
    const ids = new Set(planned.map((session) => session.session_id));
    expect(sessions.filter((session) => ids.has(session.session_id))).toEqual([]);
    const plannedTexts = planned.flatMap(({ conversation }) => conversation);
    let asked = '';
    sessions
      .flatMap(({ conversation }) => conversation)
      .forEach(({ speaker, prompt_id, input_mode, text }, at) => {
        const before = plannedTexts[at]?.text;
        // An address is kept, understood or not; ask_nomatch and ask_noinput ask for the same again.
        if (prompt_id && !/^ask_no/.test(prompt_id)) asked = prompt_id;
        const isKept = speaker === 'Customer' && (input_mode === 'DTMF' || asked === 'ask_email');
        expect(text).toBe(isKept ? before : `${before} then`);
      });
  });

  it('keep to the contract, each turn within the call and with the time to be said', async () => {
    await house.run({ sessions: 40 });
    for (const session of house.sessions()) {
      expect(validateSession(session)).toEqual([]);
      const ends = [...session.conversation.slice(1).map((turn) => turn.timestamp), session.call_end_time];
      session.conversation.forEach(({ timestamp, text }, at) => {
        const lastsMs = Date.parse(ends[at] ?? '') - Date.parse(timestamp ?? '');
        expect(lastsMs).toBeGreaterThanOrEqual((text?.length ?? 0) * 50);
      });
      expect((session.conversation[0]?.timestamp ?? '') >= (session.call_start_time ?? '')).toBe(true);
    }
  });

  it('are asked for with the key, the model and a schema, and without any id or time of the call', async () => {
    const before = api.asked.length;
    await house.run();
    const asked = api.asked.slice(before);
    expect(asked).toHaveLength(12);
    for (const { key, body } of asked) {
      expect(key).toBe(`Bearer ${KEY}`);
      expect(body).toMatchObject({
        model: 'some-model',
        response_format: { type: 'json_schema', json_schema: { strict: true } },
      });
    }
    const all = JSON.stringify(asked.map(({ body }) => body));
    for (const { session_id, customer_id, call_start_time } of house.sessions()) {
      for (const secret of [session_id, customer_id, call_start_time]) {
        if (secret !== null) expect(all).not.toContain(secret);
      }
    }
  });

  it('are asked for in the same words for the same seed, and in others for another', async () => {
    const asks = async (seed: number) => {
      const before = api.asked.length;
      const { log } = await new House(api.url).run({ seed });
      const prompts = api.asked.slice(before).map(({ body }) => JSON.stringify(body.messages));
      return { hash: log.promptsSha256, prompts: prompts.sort() };
    };
    const once = await asks(5);
    expect(await asks(5)).toEqual(once);
    expect((await asks(6)).hash).not.toBe(once.hash);
  });

  it('come with what truly happened', async () => {
    const { truthFile, logFile } = await house.run({ truth: true });
    expect(truthFile?.replace('.truth.ndjson', '')).toBe(logFile.replace('.llm.json', ''));
    const ids = [...house.everything().matchAll(/^\{"session_id":"([^"]+)","caller"/gm)].map(([, id]) => id);
    expect(ids.sort()).toEqual(
      house
        .sessions()
        .map(({ session_id }) => session_id)
        .sort(),
    );
  });
});

describe('a server that does not know structured output', () => {
  it('is asked for plain JSON, which may stand in fences, after thoughts and with a sentence', async () => {
    const before = api.asked.length;
    api.behave((asked, response) => {
      const { response_format, max_completion_tokens } = asked.body;
      if (max_completion_tokens !== undefined) {
        return send(response, { error: { message: "Unsupported parameter: 'max_completion_tokens'" } }, 400);
      }
      if (response_format !== undefined) {
        return send(response, { error: { message: 'response_format is not supported' } }, 400);
      }
      const json = JSON.stringify({ turns: wording(asked) });
      sendText(response, `<think>{"turns": hm}</think>Here it is:\n\`\`\`json\n${json}\n\`\`\``);
    });
    const { log } = await house.run({}, { concurrency: 1 });
    expect(log.calls).toMatchObject({ accepted: 12, repaired: 0, refused: 0 });
    expect(api.asked.length - before).toBe(14);
    expect(house.sessions()).toHaveLength(12);
  });
});
