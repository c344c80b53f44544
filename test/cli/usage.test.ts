import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageVersion } from '../../src/app/package.ts';
import { COMMANDS } from '../../src/cli/commands.ts';
import { buildProgram } from '../../src/cli/program.ts';
import { earshot, temporaryFolder } from './earshot.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
afterAll(() => folder.remove());

async function helpOf(...words: string[]): Promise<string> {
  let text = '';
  const output = {
    out: (part: string) => {
      text += part;
    },
    err: () => {},
  };
  await buildProgram('0', output, async () => {})
    .parseAsync([...words, '--help'], { from: 'user' })
    .catch(() => {});
  return text;
}

describe('help', () => {
  it('of the whole lists every command, then every setting', async () => {
    const help = await helpOf();
    for (const { name } of COMMANDS) expect(help).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
    expect(help.indexOf('Commands:')).toBeLessThan(help.indexOf('Settings:'));
    expect(help).toMatch(/--port <N>.*\n?.*\(default:\s+4600,\s+EARSHOT_PORT\)/);
  });

  it('takes --no-redact as the setting turned off, and nothing as no word about it', async () => {
    const redactOf = async (...words: string[]) => {
      const given: unknown[] = [];
      const silent = { out: () => {}, err: () => {} };
      const program = buildProgram('0', silent, async ({ flags }) => void given.push(flags.redact));
      await program.parseAsync(words, { from: 'user' });
      return given;
    };
    expect(await redactOf('ingest')).toEqual([undefined]);
    expect(await redactOf('ingest', '--no-redact')).toEqual([false]);
    expect(await redactOf('ingest', '--redact', 'card')).toEqual(['card']);
    expect(await helpOf('ingest')).toContain('--no-redact');
    await expect(redactOf('ingest', '--no-redact', '--redact', 'card')).rejects.toThrow('contradict');
  });

  it.each(COMMANDS.map((spec) => [spec.name, spec] as const))(
    'of %s shows its options and examples',
    async (name, spec) => {
      const help = await helpOf(name);
      for (const { flags } of spec.options) expect(help).toContain(flags);
      for (const example of spec.examples) expect(help).toContain(example);
    },
  );

  it('goes to the standard output and is no error', async () => {
    for (const args of [[], ['--help'], ['help', 'query']]) {
      expect(await earshot(args)).toMatchObject({
        code: 0,
        stderr: '',
        stdout: expect.stringContaining('Usage: earshot'),
      });
    }
    expect(await earshot(['--version'])).toEqual({ code: 0, stderr: '', stdout: `${packageVersion()}\n` });
  });
});

describe('errors: a message, a hint, an exit code, and nothing on the standard output', () => {
  const run = (...args: string[]) => earshot([...args, '--data', data]);
  const bucket = join(folder.path, 'empty');

  beforeAll(async () => {
    mkdirSync(bucket);
    await run('ingest', '--bucket', bucket);
  });

  it.each([
    ['an unknown command', ['quary', 'sessions'], "unknown command 'quary'", 'Did you mean query?'],
    [
      'an unknown option',
      ['query', 'sessions', '--form', '2025'],
      "unknown option '--form'",
      'Did you mean --from?',
    ],
    [
      'an unknown setting',
      ['status', '--bukcet', 'x'],
      "unknown option '--bukcet'",
      'Did you mean --bucket?',
    ],
    ['no metric', ['query'], "missing required argument 'metrics'", 'earshot query --help'],
    [
      'a number that is none',
      ['simulate', '--sessions', 'many'],
      'It must be a whole number',
      'earshot simulate --help',
    ],
    [
      'a word out of few',
      ['schema', '--format', 'xml'],
      'Allowed choices are json-schema',
      'earshot schema --help',
    ],
    [
      'no condition',
      ['query', 'sessions', '--where', 'topic_type'],
      "--where 'topic_type' is no condition",
      'region!=North',
    ],
    [
      'an unknown metric',
      ['query', 'resolution_rte'],
      'No metric is named "resolution_rte"',
      'Did you mean resolution_rate?',
    ],
    ['an unknown dimension', ['query', 'sessions', '--by', 'topik_name'], 'topik_name', 'topic_name'],
    ['a time zone that is none', ['query', 'sessions', '--tz', 'Mars/Base'], '--tz is "Mars/Base"', 'IANA'],
    ['a day that is none', ['simulate', '--from', '2025-02-30'], '--from is "2025-02-30"', '2025-01-31'],
    ['a rate of no live calls', ['simulate', '--rate', '60'], '--rate goes with --live', 'Add --live'],
    [
      'broken live calls',
      ['simulate', '--live', '--dirty', '2%'],
      '--dirty does not go with --live',
      'none is broken',
    ],
    ['another address than loopback', ['serve', '--host', '0.0.0.0'], 'does not bind 0.0.0.0', 'ssh -L'],
  ])('%s', async (_, args, message, hint) => {
    const { code, stdout, stderr } = await run(...args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^earshot: /);
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('a bucket that is not there', async () => {
    const { code, stdout, stderr } = await run('ingest', '--bucket', join(folder.path, 'nowhere'));
    expect(code).toBe(3);
    expect(stdout).toBe('');
    expect(stderr).toContain('nowhere');
  });

  it.each(['query sessions', 'status'])(
    '%s of a warehouse that is not there, which it does not make',
    async (command) => {
      const nowhere = join(folder.path, 'mistyped');
      const { code, stdout, stderr } = await earshot([...command.split(' '), '--data', nowhere]);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(`There is no warehouse at ${join(nowhere, 'warehouse.duckdb')}`);
      expect(stderr).toContain('earshot ingest');
      expect(existsSync(nowhere)).toBe(false);
    },
  );

  it('a folder that cannot be made', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    const { code, stderr } = await earshot(['simulate', '--sessions', '1', '--data', file]);
    expect(code).toBe(6);
    expect(stderr).toMatch(/^earshot: /);
  });

  it('a rate of live calls that is none, before any is announced', async () => {
    const { code, stderr } = await run('simulate', '--live', '--rate', '0');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^earshot: --rate is 0/);
  });

  it('an empty bucket is none', async () => {
    const { code, stderr } = await run('ingest', '--bucket', bucket);
    expect(code).toBe(0);
    expect(stderr).toContain(`No session files in ${bucket}`);
  });

  it('EARSHOT_DEBUG=1 adds where it happened', async () => {
    const { code, stderr } = await earshot(['query', 'sesions', '--data', data], { EARSHOT_DEBUG: '1' });
    expect(code).toBe(2);
    expect(stderr).toMatch(/^\s+at /m);
  });
});

describe('schema', () => {
  it.each([
    ['json-schema', /^\{\n {2}"\$schema": "https:\/\/json-schema.org\/draft\/2020-12\/schema"/],
    ['duckdb', /^CREATE TABLE IF NOT EXISTS "session_version" \(/],
    ['bigquery', /^\{\n {2}"raw_session_data": \[/],
    ['markdown', /^# Data dictionary\n/],
  ])('prints %s', async (format, beginning) => {
    const { code, stdout, stderr } = await earshot(['schema', '--format', format]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(beginning);
  });

  it('ends quietly when nobody reads on', () => {
    const bin = fileURLToPath(new URL('../../bin/earshot.js', import.meta.url));
    const shell = spawnSync(
      'sh',
      ['-c', '"$0" "$1" schema --format bigquery | true', process.execPath, bin],
      {
        encoding: 'utf8',
      },
    );
    expect([shell.status, shell.stderr]).toEqual([0, '']);
  });
});
