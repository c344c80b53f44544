import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runLive } from '../../src/app/live.ts';
import { interruptedSimulation, runSimulation } from '../../src/app/simulation.ts';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import { tempDir } from '../support/temp-dir.ts';

const START = Date.parse('2025-10-06T15:00:00Z');

describe('a run of live calls', () => {
  it('leaves a log of what it wrote, which hides no simulation that was interrupted before', async () => {
    const config = loadConfig({ data: tempDir() }, {});
    const stopped = { sessions: 4000, from: '2025-01-01', to: '2025-01-09', seed: 3 };
    const clock = fixedClock('2025-10-06T14:00:00Z');
    const stop = new AbortController();
    const progress = () => stop.abort();
    await runSimulation(config, stopped, { log: silentLog, clock, signal: stop.signal, progress });
    let nowMs = START;
    const run = await runLive(
      config,
      { seed: 1, perMinute: 3, sessions: 40 },
      {
        log: silentLog,
        clock: { now: () => new Date(nowMs) },
        wait: async (ms) => {
          nowMs += ms;
        },
      },
    );
    expect(run.sessions).toBe(40);
    const log = JSON.parse(readFileSync(run.logFile, 'utf8'));
    expect(log).toMatchObject({
      options: { perMinute: 3 },
      sessions: 40,
      files: run.files,
      bytes: run.bytes,
    });
    expect(log.finishedAt > log.startedAt).toBe(true);
    const files = readdirSync(config.bucket, { recursive: true }).filter((name) =>
      `${name}`.includes('live-'),
    );
    expect(files).toHaveLength(run.files);
    expect(join(config.simulationLogDir, '2025-10-06T15-00-00-000Z-live.json')).toBe(run.logFile);
    expect(await interruptedSimulation(config)).toMatchObject({ sessions: 4000, seed: 3 });
  });
});
