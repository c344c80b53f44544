import { expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/registry.ts';
import { earshot, startEarshot } from '../cli/earshot.ts';
import { tempDir } from '../support/temp-dir.ts';
import { openWorld } from './world.ts';

const metrics = METRICS.map(({ name }) => name);
const QUESTIONS: readonly (readonly [string, object | undefined])[] = [
  ['/query', { metrics }],
  ['/query', { metrics, by: ['topic_name'] }],
  ['/query', { metrics, by: ['day'], timeZone: 'America/New_York' }],
  ['/query', { metrics, from: '2025-03-02', to: '2025-03-03', compare: 'previous_period' }],
  ['/sessions', { limit: 10 }],
  ['/callers', {}],
  ['/catalog', undefined],
];

/** What a browser would get of a server that the command line starts; the data version counts commits. */
async function served(env: NodeJS.ProcessEnv): Promise<unknown[]> {
  const server = startEarshot(['serve', '--no-watch', '--port', '0'], env);
  const [url] = await server.seen(/http:\/\/127\.0\.0\.1:\d+/);
  const answers: unknown[] = [];
  for (const [path, question] of QUESTIONS) {
    const headers = { 'content-type': 'application/json' };
    const asked = question && { method: 'POST', headers, body: JSON.stringify(question) };
    const answer = await fetch(`${url}/api${path}`, asked);
    expect(answer.status, path).toBe(200);
    answers.push({ ...((await answer.json()) as object), dataVersion: null });
  }
  server.child.kill('SIGINT');
  await server.ended;
  return answers;
}

it('simulates into a bucket, loads it into a dataset and serves that, by the command line, as from DuckDB', async () => {
  const { env } = await openWorld();
  const run = async (words: readonly string[], more: NodeJS.ProcessEnv = {}) => {
    const { code, stdout, stderr } = await earshot(words, { ...env, ...more });
    expect(code, stderr).toBe(0);
    return stdout;
  };
  await run(['simulate', '--sessions', '40', '--from', '2025-03-01', '--to', '2025-03-04']);
  expect(await run(['ingest', '--json'])).toContain('"sessions":40');
  expect(JSON.parse(await run(['query', 'sessions']))).toMatchObject({ sessions: { value: 40 } });
  expect(await run(['ingest', '--json'])).toContain('"objectsLoaded":0');
  expect(await run(['status'])).toContain(env.EARSHOT_WAREHOUSE);
  const local = { EARSHOT_WAREHOUSE: '', EARSHOT_DATA: tempDir() };
  expect(await run(['ingest', '--json'], local)).toContain('"sessions":40');
  const [cloud, duckdb] = [await served(env), await served({ ...env, ...local })];
  expect(cloud).toEqual(duckdb);
});
