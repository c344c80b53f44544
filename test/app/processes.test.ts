import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { connect } from '../../src/app/connect.ts';
import { ownerFileOf } from '../../src/app/owner.ts';
import { runSimulation } from '../../src/app/simulation.ts';
import type { Status } from '../../src/server/api.ts';
import { openDuckDbWarehouse } from '../../src/warehouse/duckdb/warehouse.ts';
import { type Compiled, compileSources } from './compiled.ts';
import { type Setup, setUp } from './setup.ts';

let compiled: Compiled;
beforeAll(() => {
  compiled = compileSources();
});
afterAll(() => compiled.remove());

const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) {
    child.kill('SIGKILL');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
});

interface Other {
  readonly child: ChildProcess;
  readonly pid: number;
  /** The first line that it prints. */
  readonly line: string;
}

/** Runs the code in a process of its own, where `config` and `effects` are at hand, until it prints a line. */
async function inOtherProcess({ config }: Setup, code: string): Promise<Other> {
  const script = `
    const { serve } = await import(${JSON.stringify(compiled.url('app/serve.ts'))});
    const { connect } = await import(${JSON.stringify(compiled.url('app/connect.ts'))});
    const { silentLog: log } = await import(${JSON.stringify(compiled.url('base/log.ts'))});
    const { systemClock: clock } = await import(${JSON.stringify(compiled.url('base/clock.ts'))});
    const config = ${JSON.stringify(config)};
    const effects = { log, clock, command: 'earshot other' };
    ${code}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  children.push(child);
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return { child, pid: child.pid ?? 0, line };
}

const SERVE = 'console.log((await serve(config, effects)).url);';
/** Owns the warehouse without serving until its input ends. */
const HOLD = `const client = await connect(config, effects);
  console.log(client.where);
  process.stdin.on('end', async () => { await client.close(); process.exit(0); }).resume();`;

it('is a client of the process that serves, and takes over when that one dies', async () => {
  const setup = setUp();
  await runSimulation(
    setup.config,
    { sessions: 100, from: '2025-01-01', to: '2025-01-15', seed: 2 },
    setup.effects,
  );
  const { child, line } = await inOtherProcess(setup, SERVE);
  const client = await connect(setup.config, setup.effects);
  expect(client.where).toBe(line);
  expect(await client.ingest(() => {})).toMatchObject({ sessions: 100 });
  const status = await client.request<Status>('GET', '/api/status');

  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(existsSync(ownerFileOf(setup.config.warehouseFile))).toBe(true);
  await expect(client.request('GET', '/api/status')).rejects.toMatchObject({ code: 'owner_gone' });
  const heir = await connect(setup.config, setup.effects);
  expect(heir.where).toBe('this process');
  expect(await heir.request('GET', '/api/status')).toEqual(status);
  expect(setup.lines.join('')).toContain('took over from an owner that died');
  await heir.close();
});

it('waits for a command that holds the warehouse for a moment', async () => {
  const setup = setUp();
  const { child, line } = await inOtherProcess(setup, HOLD);
  expect(line).toBe('this process');
  const connecting = connect(setup.config, setup.effects);
  child.stdin?.end();
  const client = await connecting;
  expect(client.where).toBe('this process');
  await client.close();
});

it('names the command that keeps the warehouse', async () => {
  const setup = setUp();
  const { pid } = await inOtherProcess(setup, HOLD);
  await expect(connect(setup.config, setup.effects)).rejects.toMatchObject({
    kind: 'conflict',
    code: 'warehouse_in_use',
    facts: { pid, command: 'earshot other' },
  });
});

it('says that a foreign program has the file open, and owns nothing then', async () => {
  const setup = setUp();
  await (await openDuckDbWarehouse(setup.config.warehouseFile)).close();
  const open = `const { openDuckDbWarehouse } = await import(${JSON.stringify(compiled.url('warehouse/duckdb/warehouse.ts'))});
    globalThis.held = await openDuckDbWarehouse(config.warehouseFile);
    console.log('open');
    process.stdin.resume();`;
  const { pid } = await inOtherProcess(setup, open);
  await expect(connect(setup.config, setup.effects)).rejects.toMatchObject({
    code: 'warehouse_in_use',
    message: expect.stringContaining(String(pid)),
  });
  expect(existsSync(ownerFileOf(setup.config.warehouseFile))).toBe(false);
});
