import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unzipped } from '../export/zip.ts';
import { sessionRecord } from '../support/session.ts';
import { tempDir } from '../support/temp-dir.ts';
import { eventOf, type Instance, openWorld, ROOT, startServing, type World } from './world.ts';

const terraform = (name: string) => readFileSync(join(ROOT, 'deploy/gcp', name), 'utf8');

/** `command` and `args` of the one container in a file of Terraform's. */
function commandIn(file: string): string[] {
  const list = (name: string): string[] =>
    JSON.parse(new RegExp(`^ +${name} += (\\[.*\\])$`, 'm').exec(terraform(file))?.[1] ?? 'null');
  return [...list('command'), ...list('args')];
}

describe('what deploy/gcp starts', () => {
  let world: World;
  let committer: Instance;
  let staging: Instance;
  beforeAll(async () => {
    world = await openWorld();
    committer = await startServing(commandIn('committer.tf'), ROOT, world.env);
    staging = await startServing(...(await unpackedFunction(world)));
  });
  afterAll(() => Promise.all([committer.kill(), staging.kill()]));

  it('stages by the bundle and commits by the very command line, and logs what the alerts count', async () => {
    const records = [sessionRecord({ session_id: 'S1' }), sessionRecord({ session_id: 'S2' }), { no: 'id' }];
    const version = await world.store.put('a.json', JSON.stringify(records));
    const { body, headers } = eventOf(world.bucket, version);
    const staged = await staging.post('/', body, headers);
    expect(staged.status, staged.text + staging.log()).toBe(204);
    const { status, text } = await committer.post('/tick', {});
    expect(status, text).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ staged: 1, objects: 1, sessions: 2, restaged: 0 });
    const alerts = terraform('alerts.tf');
    const [, event] = /jsonPayload\.event=\\"(\w+)\\"/.exec(alerts) ?? [];
    const counted = [...alerts.matchAll(/^ {4}(\w+) += "Sessions that|^ {4}(\w+) += "Records that/gm)].map(
      ([, one, other]) => one ?? other ?? '',
    );
    expect(counted).toEqual(['sessions', 'records', 'quarantined']);
    const lines = () => committer.log().split('\n').filter(Boolean);
    const commits = () =>
      lines()
        .map((line) => JSON.parse(line))
        .filter((line) => line.event === event);
    await expect.poll(commits).toMatchObject([{ severity: 'INFO', sessions: 2, records: 3, quarantined: 1 }]);
  });

  it('says in JSON, too, what went wrong', async () => {
    expect((await staging.post('/', {})).status).toBe(400);
    const last = () => JSON.parse(staging.log().trim().split('\n').at(-1) ?? '');
    await expect.poll(last).toMatchObject({ severity: 'WARNING', message: 'failed', code: 'bad_event' });
  });
});

/** The zip as Cloud Functions runs it: unpacked, the framework installed beside it, an event's signature assumed. */
async function unpackedFunction(world: World): Promise<[string[], string, NodeJS.ProcessEnv]> {
  const dir = tempDir();
  const zip = join(dir, 'function.zip');
  execFileSync(process.execPath, [join(ROOT, 'scripts/bundle-function.js'), zip], { encoding: 'utf8' });
  const files = await unzipped(zip);
  expect([...files.keys()].sort()).toEqual(['function.js', 'package.json']);
  const code = files.get('function.js') ?? '';
  expect(Buffer.byteLength(code)).toBeLessThan(2 * 2 ** 20);
  expect(code).not.toMatch(/@duckdb|node-bindings|@google-cloud\/bigquery|createQueryJob/);
  for (const [name, text] of files) writeFileSync(join(dir, name), text);
  mkdirSync(join(dir, 'node_modules'));
  symlinkSync(join(ROOT, 'node_modules/@google-cloud'), join(dir, 'node_modules/@google-cloud'));
  const [, target = ''] = /entry_point += "(\w+)"/.exec(terraform('function.tf')) ?? [];
  const framework = join(ROOT, 'node_modules/.bin/functions-framework');
  const env = { ...world.env, FUNCTION_TARGET: target, FUNCTION_SIGNATURE_TYPE: 'cloudevent' };
  return [[framework], dir, env];
}
