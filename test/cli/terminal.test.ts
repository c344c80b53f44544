import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import type { CommandContext, Run } from '../../src/cli/context.ts';
import { optionsOf } from '../../src/cli/options.ts';
import { progressView } from '../../src/cli/progress.ts';
import { run as query } from '../../src/cli/query.ts';
import { run as status } from '../../src/cli/status.ts';
import type { Terminal } from '../../src/cli/terminal.ts';
import { earshot, jsonLines, temporaryFolder } from './earshot.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');

/** A screen that keeps what it was shown. */
function screen() {
  const shown = { result: '', said: '', progress: '' };
  const progressStream = Object.assign(new PassThrough(), { isTTY: true });
  progressStream.setEncoding('utf8').on('data', (text: string) => {
    shown.progress += text;
  });
  const terminal: Terminal = {
    isTerminal: true,
    showsProgress: true,
    hasColour: false,
    write: (text) => {
      shown.result += text;
      return true;
    },
    say: (line) => {
      shown.said += `${line}\n`;
    },
    progressStream,
  };
  return { terminal, shown };
}

async function onTerminal(command: Run, argument: string | undefined, options: Record<string, unknown>) {
  const { terminal, shown } = screen();
  const context: CommandContext = {
    argument,
    options: optionsOf(options),
    isGiven: () => false,
    config: () => loadConfig({ data }, {}),
    terminal,
    log: silentLog,
    clock: fixedClock('2025-02-01T00:00:00.000Z'),
    env: {},
    signal: new AbortController().signal,
  };
  await command(context);
  return shown;
}

beforeAll(async () => {
  await earshot(['simulate', '--sessions', '200', '--to', '2025-02-01', '--data', data]);
  await earshot(['ingest', '--data', data]);
});
afterAll(() => folder.remove());

describe('on a terminal', () => {
  it('query shows a table, and says what it is of', async () => {
    const { result, said } = await onTerminal(query, 'resolution_rate,sessions', { by: ['topic_type'] });
    const [head, ...rows] = result.trimEnd().split('\n');
    expect(head).toMatch(/^topic_type +resolution_rate +n +sessions$/);
    expect(rows.length).toBeGreaterThan(3);
    for (const row of rows) expect(row).toMatch(/^\S+ +(\d+\.\d %|–) +\d+ +\d+$/);
    expect(new Set(rows.map((row) => row.length))).toEqual(new Set([head?.length]));
    expect(said).toContain('reported in UTC');
  });

  it('query --json shows the lines of a pipe', async () => {
    const { result } = await onTerminal(query, 'sessions', { json: true });
    expect(jsonLines(result)).toEqual([{ sessions: { value: 200 } }]);
  });

  it('status shows the sums, and that they hold', async () => {
    const { result } = await onTerminal(status, undefined, {});
    expect(result).toContain('holds: 200 records in = 200 loaded + 0 duplicate + 0 quarantined');
  });

  it('a bar goes as it came, and leaves no line behind', async () => {
    const { terminal, shown } = screen();
    const view = progressView(terminal, 'Loading', 'files');
    view.show(1, 365);
    view.end();
    expect(shown.progress).toContain('1 of 365 files');
    expect(shown.said).toBe('');
  });
});
