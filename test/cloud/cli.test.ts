import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { BIN } from '../cli/earshot.ts';
import { openWorld } from './world.ts';

it('simulates into a bucket, loads it into a dataset and asks that, by the command line', async () => {
  const { env } = await openWorld();
  const earshot = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
    expect(status, stderr).toBe(0);
    return stdout;
  };
  const days = ['--sessions', '40', '--from', '2025-03-01', '--to', '2025-03-04'];
  earshot('simulate', ...days);
  expect(earshot('ingest', '--json')).toContain('"sessions":40');
  expect(JSON.parse(earshot('query', 'sessions'))).toMatchObject({ sessions: { value: 40 } });
  expect(earshot('ingest', '--json')).toContain('"objectsLoaded":0');
  expect(earshot('status')).toContain(env.EARSHOT_WAREHOUSE);
});
