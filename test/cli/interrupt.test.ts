import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { IngestReport, Status } from '../../src/server/api.ts';
import type { SimulationLog } from '../../src/simulate/log.ts';
import { earshot, startEarshot, temporaryFolder } from './earshot.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const YEAR = ['--sessions', '8000', '--seed', '3', '--data', data];
afterAll(() => folder.remove());

describe('Ctrl-C', () => {
  it('ends a simulation after a whole file, and the same command completes it', async () => {
    const started = startEarshot(['simulate', ...YEAR]);
    await started.seen(/^Simulating: /m);
    started.child.kill('SIGINT');
    const { code, stdout, stderr } = await started.ended;
    expect(code).toBe(130);
    const log: SimulationLog = JSON.parse(stdout);
    expect(log.interrupted).toBe(true);
    expect(log.sessions).toBeLessThan(8000);
    const [, command = ''] =
      /`earshot (simulate [^`]+)` writes the same ones and the rest/.exec(stderr) ?? [];

    expect(command).toContain(`--data ${data}`);
    const completed = await earshot(command.split(' '));
    expect(completed.code).toBe(0);
    expect(JSON.parse(completed.stdout)).toMatchObject({ sessions: 8000, interrupted: false });
  });

  it('ends an ingest after the commit in hand, and the next one goes on from there', async () => {
    const started = startEarshot(['ingest', '--data', data]);
    await started.seen(/^Loading: /m);
    started.child.kill('SIGINT');
    const { code, stdout, stderr } = await started.ended;
    expect(code).toBe(130);
    const first: IngestReport = JSON.parse(stdout);
    expect(first.interrupted).toBe(true);
    expect(stderr).toContain('Interrupted: what was loaded stays');

    const second: IngestReport = JSON.parse((await earshot(['ingest', '--data', data])).stdout);
    expect(first.sessions + second.sessions).toBe(8000);
    const status: Status = JSON.parse((await earshot(['status', '--data', data])).stdout);
    expect(status.records).toEqual({
      in: 8000,
      loaded: 8000,
      duplicate: 0,
      quarantined: 0,
      erased: 0,
      expired: 0,
    });
  });

  it('lets a demo whose simulation was killed go on with the same calls the next time', async () => {
    const place = join(folder.path, 'killed');
    const demo = ['demo', '--sessions', '8000', '--seed', '3', '--data', place, '--port', '0'];
    const killed = startEarshot(demo);
    await killed.seen(/^Simulating: /m);
    killed.child.kill('SIGKILL');
    await killed.ended;

    const again = startEarshot(demo);
    const [text] = await again.seen(/^Dashboard: .*$/m);
    again.child.kill('SIGINT');
    const { stderr } = await again.ended;
    expect(text).toContain('http://127.0.0.1:');
    expect(stderr).toContain('The last simulation stopped early');
    expect(stderr).toContain('Loaded 8,000 sessions');
  });
});
