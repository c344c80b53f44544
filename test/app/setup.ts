import { systemClock } from '../../src/base/clock.ts';
import { type Config, loadConfig, type RawSettings } from '../../src/base/config.ts';
import { lineLog } from '../../src/base/log.ts';
import { tempDir } from '../support/temp-dir.ts';

export interface Setup {
  readonly config: Config;
  readonly lines: string[];
  readonly effects: {
    readonly log: ReturnType<typeof lineLog>;
    readonly clock: typeof systemClock;
    readonly command: string;
  };
}

/** A data folder of the test's own, and a free port. */
export function setUp(settings: RawSettings = {}): Setup {
  const lines: string[] = [];
  const log = lineLog((line) => lines.push(line));
  const config = loadConfig({ data: tempDir(), port: 0, workers: 0, ...settings }, {});
  return { config, lines, effects: { log, clock: systemClock, command: 'earshot test' } };
}
