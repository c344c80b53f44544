import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Api, answer, send, startApi } from './api.ts';
import { House, KEY } from './run.ts';

let api: Api;
let house: House;
beforeEach(async () => {
  api = await startApi();
  house = new House(api.url);
});
afterEach(async () => {
  await api.close();
  rmSync(house.dir, { recursive: true, force: true });
});

/** What tells one question from another. */
const questions = () => api.asked.map(({ body }) => JSON.stringify(body.messages));

describe('what ends a run', () => {
  it.each([
    ['a wrong key', 401, {}, 'wrong_api_key', 4],
    ['a key without rights', 403, {}, 'wrong_api_key', 4],
    ['an unknown model', 404, { code: 'model_not_found' }, 'unknown_model', 3],
    ['no credit', 429, { code: 'insufficient_quota' }, 'llm_no_credit', 6],
    ['a request that it refuses', 400, {}, 'llm_refused_request', 6],
  ])(
    '%s: at the first request, nothing written, and the key in no file or message',
    async (_, status, more, code, exitCode) => {
      api.behave((asked, response) =>
        send(response, { error: { message: `no: ${asked.key}`, ...more } }, status),
      );
      const { stop, log } = await house.run({}, { concurrency: 1 });
      expect(stop).toMatchObject({ code, exitCode, facts: { status } });
      expect(stop?.message).toContain('no: Bearer [key]');
      expect(log).toMatchObject({ interrupted: true, stoppedBy: code, calls: { accepted: 0 } });
      expect(api.asked).toHaveLength(1);
      expect(house.files().size).toBe(0);
      expect(house.everything()).not.toContain(KEY);
      expect(JSON.stringify(stop)).not.toContain(KEY);
    },
  );

  it('a server that is not there: at once', async () => {
    await api.close();
    const { stop, log } = await house.run();
    expect(stop).toMatchObject({ code: 'llm_unreachable', exitCode: 6 });
    expect(stop?.message).toContain('ECONNREFUSED');
    expect(log.requests.length).toBeLessThanOrEqual(3);
  });

  it('an address that is a web page', async () => {
    api.behave((_, response) =>
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html></html>'),
    );
    expect((await house.run()).stop).toMatchObject({ code: 'llm_not_the_api' });
  });

  it('an address that leads elsewhere: the key is not sent there', async () => {
    const other = await startApi();
    api.behave((_, response) => response.writeHead(307, { location: `${other.url}/chat/completions` }).end());
    expect((await house.run()).stop).toMatchObject({ code: 'llm_unreachable' });
    expect(other.asked).toHaveLength(0);
    await other.close();
  });

  it('an answer without end', async () => {
    api.behave((_, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(65_536)));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    });
    expect((await house.run({}, { concurrency: 1 })).stop).toMatchObject({ code: 'llm_unavailable' });
  });

  it('a server that fails again and again; what was accepted is kept', async () => {
    api.behave((asked, response, count) =>
      count <= 3 ? answer(asked, response, count) : send(response, {}, 500),
    );
    const { stop, log } = await house.run({}, { concurrency: 1 });
    expect(stop).toMatchObject({ code: 'llm_unavailable', exitCode: 6 });
    expect(log.calls).toMatchObject({ accepted: 3, refused: 0 });
    expect(log.requests).toHaveLength(9);
  });

  it('one that asks to wait for hours', async () => {
    api.behave((_, response) => send(response, {}, 429, { 'retry-after': '7200' }));
    const { stop } = await house.run({}, { concurrency: 1 });
    expect(stop).toMatchObject({ code: 'llm_rate_limited', facts: { retryAfterSec: 7200 } });
    expect(stop?.message).toContain('120 minutes');
  });
});

describe('a budget', () => {
  it('of tokens ends a run before it is exceeded; the same options go on, asking and writing nothing twice', async () => {
    const limits = { maxTokens: 6000 };
    const runs = [];
    let written = new Map<string, bigint>();
    for (let calls = 0; calls < 12; ) {
      const { log, stop } = await house.run({}, limits);
      runs.push(log);
      expect(log.tokens.input + log.tokens.output).toBeLessThanOrEqual(6000);
      calls = log.calls.earlier + log.calls.accepted;
      expect(stop?.code ?? null).toBe(calls < 12 ? 'budget_spent' : null);
      const now = house.written();
      for (const [path, time] of written) expect(now.get(path)).toBe(time);
      written = now;
    }
    expect(runs.length).toBeGreaterThan(2);
    expect(new Set(questions()).size).toBe(questions().length);
    const whole = new House(api.url);
    await whole.run();
    expect([...house.files().values()]).toEqual([...whole.files().values()]);
  });

  it('of money counts with the prices that were given', async () => {
    const limits = { maxCost: 0.02, prices: { input: 2, output: 8 } };
    const { log, stop } = await house.run({}, limits);
    expect(stop).toMatchObject({ code: 'budget_spent', exitCode: 6 });
    expect(log.calls.accepted).toBeGreaterThan(1);
    expect(log.cost).toBeCloseTo((log.calls.accepted * (900 * 2 + 100 * 8)) / 1e6, 9);
    expect(log.cost).toBeLessThanOrEqual(0.02);
  });

  it('that does not reach for one call asks nothing', async () => {
    const { stop } = await house.run({}, { maxTokens: 10 });
    expect(stop?.message).toMatch(/does not reach for one call/);
    expect(api.asked).toHaveLength(0);
  });
});

describe('a budget that requests under way take up', () => {
  it('is not called too small for one call', async () => {
    const { stop, log } = await house.run({}, { maxTokens: 2500, concurrency: 3 });
    expect(stop).toMatchObject({ code: 'budget_spent' });
    expect(log.calls.accepted).toBeGreaterThan(0);
    const { input, output } = log.tokens;
    expect(stop?.message).toBe(`The budget is spent: ${input + output} tokens were used.`);
    expect(stop?.facts).toMatchObject({ input, output });
  });
});

describe('a run that goes on', () => {
  it('writes a file that the bucket lost, and asks for nothing', async () => {
    await house.run();
    const before = house.files();
    const [lost = ''] = before.keys();
    rmSync(lost);
    const asked = api.asked.length;
    const { log } = await house.run();
    expect(log.files).toHaveLength(1);
    expect(house.files()).toEqual(before);
    expect(api.asked).toHaveLength(asked);
  });

  it('takes no line of the journal that was broken off, nor one of another kind', async () => {
    await house.run({}, { maxTokens: 6000 });
    const journal = house.journal();
    writeFileSync(journal.path, `${journal.text}{"kind":"accepted","session_id":"x"}\n[]\n{"kind":"acc`);
    const { log } = await house.run();
    expect(log.calls.earlier + log.calls.accepted).toBe(12);
    expect(new Set(questions()).size).toBe(questions().length);
  });

  it('is refused while another one has the journal', async () => {
    let answerNow = () => {};
    const waits = new Promise<void>((resolve) => {
      api.behave((asked, response, count) => {
        answerNow = () => answer(asked, response, count);
        resolve();
      });
    });
    const under = house.run({ sessions: 1 }, { concurrency: 1 });
    await waits;
    await expect(house.run({ sessions: 1 })).rejects.toMatchObject({ code: 'author_busy', exitCode: 5 });
    answerNow();
    expect((await under).log.calls.accepted).toBe(1);
  });

  it('ends at once on an interruption, and keeps what was accepted', async () => {
    const stop = new AbortController();
    api.behave((asked, response, count) => {
      if (count <= 4) answer(asked, response, count);
      else stop.abort();
    });
    const { log, stop: error } = await house.run({}, { concurrency: 2 }, { signal: stop.signal });
    expect(error).toBeNull();
    expect(log).toMatchObject({ interrupted: true, stoppedBy: 'interrupted', calls: { accepted: 4 } });
    api.behave(answer);
    expect((await house.run()).log.calls).toMatchObject({ earlier: 4, accepted: 8 });
  });
});

describe('the log', () => {
  it('tells of each request, and of their times', async () => {
    let millis = Date.parse('2026-01-01');
    const clock = {
      now: () => {
        millis += 7;
        return new Date(millis);
      },
    };
    const { log, logFile } = await house.run(
      {},
      { concurrency: 1, prices: { input: 1, output: 2 } },
      { clock },
    );
    expect(log.requests).toHaveLength(12);
    expect(log.requests[0]).toMatchObject({
      ask: 1,
      millis: 7,
      result: 'answered',
      inputTokens: 900,
      outputTokens: 100,
    });
    expect(log).toMatchObject({
      latency: { p50Ms: 7, p95Ms: 7 },
      tokens: { input: 10_800, output: 1200, hasEstimates: false },
      server: api.url,
      authorOptions: { model: 'some-model' },
    });
    expect(log.cost).toBeCloseTo(0.0132, 9);
    expect(log.promptSha256).toMatch(/^[0-9a-f]{64}$/);
    const { bucket, ...kept } = house.json(logFile);
    expect(kept).toEqual(JSON.parse(JSON.stringify(log)));
    expect(bucket).toBe(join(house.dir, 'session_batch_files'));
  });
});
