import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { type Api, answer, send, startApi } from '../author/api.ts';
import { earshot, jsonLines, startEarshot, temporaryFolder } from './earshot.ts';

const KEY = 'sk-very-secret-key-0123456789';
const folder = temporaryFolder();
let api: Api | undefined;
let runs = 0;
let data: string;
beforeEach(async () => {
  await api?.close();
  api = await startApi();
  data = join(folder.path, String(runs++));
});
afterAll(async () => {
  await api?.close();
  folder.remove();
});

const theApi = (): Api => {
  if (!api) throw new Error('no server');
  return api;
};
const env = () => ({ OPENAI_API_KEY: KEY, OPENAI_BASE_URL: theApi().url });
const args = (...more: string[]) => [
  ...['simulate', '--author', 'llm', '--model', 'm', '--sessions', '10', '--concurrency', '2'],
  ...['--from', '2025-03-03', '--to', '2025-03-05', '--data', data, ...more],
];
const bucketFiles = () => {
  mkdirSync(join(data, 'session_batch_files'), { recursive: true });
  return readdirSync(join(data, 'session_batch_files'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.\w+$/.test(name),
  );
};

describe('earshot simulate --author llm', () => {
  it('says what it did, and how far it is', async () => {
    const { code, stdout, stderr } = await earshot(args('--price-in', '1', '--price-out', '4.5'), env());
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      expect.objectContaining({
        calls: { planned: 10, earlier: 0, accepted: 10, repaired: 0, refused: 0 },
        files: 2,
      }),
    ]);
    expect(stderr).toMatch(/^Wording: 1 of 10 calls$/m);
    expect(stderr).toMatch(/^m worded 10 calls in .* \(2 files, .*\): 10 at once, 0 when asked again\.$/m);
    expect(stderr).toMatch(/^Tokens: 9,000 in, 1,000 out; cost 0\.0135\. Answers took /m);
    expect(stderr).not.toContain(KEY);
  });

  it.each([
    ['no key', ['--model', 'm'], { OPENAI_API_KEY: '' }, 2, 'OPENAI_API_KEY is not set'],
    [
      'an address that is none',
      ['--model', 'm'],
      { OPENAI_BASE_URL: 'localhost' },
      2,
      'OPENAI_BASE_URL is not an address',
    ],
    [
      'a password in the address',
      ['--model', 'm'],
      { OPENAI_BASE_URL: 'http://a:b@127.0.0.1/v1' },
      2,
      'OPENAI_BASE_URL is not',
    ],
    ['no model', [], {}, 2, 'No model is named'],
    ['no calls', ['--model', 'm', '--sessions', '0'], {}, 2, '--sessions is 0'],
    ['no prices', ['--model', 'm', '--max-cost', '1'], {}, 2, 'A budget in money needs prices'],
    ['half the prices', ['--model', 'm', '--price-in', '1'], {}, 2, 'go together'],
    [
      'a price that is none',
      ['--model', 'm', '--price-in', 'x', '--price-out', '1'],
      {},
      2,
      '--price-in is not an amount',
    ],
    ['a budget of nothing', ['--model', 'm', '--max-tokens', '0'], {}, 2, '--max-tokens is 0'],
    ['a live line', ['--model', 'm', '--live'], {}, 2, '--live goes with the grammar only'],
    ['breaks on purpose', ['--model', 'm', '--dirty', '0.1'], {}, 2, '--dirty goes with the grammar only'],
  ])('refuses %s, and makes nothing', async (_, more, other, exitCode, message) => {
    const { code, stdout, stderr } = await earshot(['simulate', '--author', 'llm', '--data', data, ...more], {
      ...env(),
      ...other,
    });
    expect({ code, stdout }).toEqual({ code: exitCode, stdout: '' });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^earshot: /);
    expect(() => readdirSync(data)).toThrow();
    expect(theApi().asked).toHaveLength(0);
  });

  it('refuses its options without it', async () => {
    const { code, stderr } = await earshot(['simulate', '--max-tokens', '5', '--data', data]);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--max-tokens goes with --author llm.'),
    });
  });

  it('says of a stop what is there, and what goes on', async () => {
    theApi().behave((asked, response, count) =>
      count <= 4 ? answer(asked, response, count) : send(response, { error: { message: 'gone' } }, 401),
    );
    const { code, stdout, stderr } = await earshot(args(), env());
    expect({ code, stdout }).toEqual({ code: 4, stdout: '' });
    expect(stderr).toMatch(/refuses the key \(401\): gone\.\n {2}Check OPENAI_API_KEY/);
    expect(stderr).toMatch(
      /4 of 10 calls are settled, every file in the bucket is whole, and the same command goes on from there\. Log: /,
    );
  });
});

/** Each question once, whatever happened. */
function expectNothingTwice(): void {
  const questions = theApi().asked.map(({ body }) => JSON.stringify(body.messages));
  const open = 2;
  expect(questions.length).toBeLessThanOrEqual(10 + open);
  expect(new Set(questions).size).toBe(10);
}

describe('a process that ends in the middle', () => {
  it.each([
    ['killed', 'SIGKILL', null],
    ['interrupted', 'SIGINT', 130],
  ] as const)(
    '%s: the same command goes on, and the bucket is as if nothing had happened',
    async (_, signal, exitCode) => {
      let child: ReturnType<typeof startEarshot> | undefined;
      theApi().behave((asked, response, count) => {
        if (count <= 7) return answer(asked, response, count);
        child?.child.kill(signal);
      });
      child = startEarshot(args(), env());
      const { code } = await child.ended;
      expect(code).toBe(exitCode);
      for (const name of bucketFiles()) {
        expect(name).toMatch(/\.json$/);
        JSON.parse(readFileSync(join(data, 'session_batch_files', name), 'utf8'));
      }
      theApi().behave(answer);
      expect((await earshot(args(), env())).code).toBe(0);
      expectNothingTwice();
      const cutShort = bucketFiles().map((name) =>
        readFileSync(join(data, 'session_batch_files', name), 'utf8'),
      );
      data = `${data}-whole`;
      await earshot(args(), env());
      expect(cutShort).toEqual(
        bucketFiles().map((name) => readFileSync(join(data, 'session_batch_files', name), 'utf8')),
      );
    },
  );
});

describe('a plain simulation', () => {
  it('loads nothing of the author’s packages; with the author they are loaded', async () => {
    const seen = join(folder.path, 'modules.txt');
    const hook = join(folder.path, 'hook.mjs');
    writeFileSync(
      hook,
      `import { appendFileSync } from 'node:fs';
       export async function load(url, context, next) { appendFileSync(${JSON.stringify(seen)}, url + '\\n'); return next(url, context); }`,
    );
    const register = join(folder.path, 'register.mjs');
    writeFileSync(
      register,
      `import { register } from 'node:module'; register(${JSON.stringify(pathToFileURL(hook).href)});`,
    );
    const modules = async (words: string[]) => {
      writeFileSync(seen, '');
      const { code } = await earshot(words, {
        ...env(),
        NODE_OPTIONS: `--import=${pathToFileURL(register).href}`,
      });
      expect(code).toBe(0);
      return readFileSync(seen, 'utf8');
    };
    const plain = await modules(['simulate', '--sessions', '5', '--data', data]);
    expect(plain).toContain('/simulate/simulate.js');
    expect(plain).not.toMatch(/node_modules\/(openai|p-retry|p-map)\//);
    expect(await modules(args())).toMatch(/node_modules\/openai\//);
  });
});
