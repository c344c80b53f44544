import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { install } from './install.ts';
import { answers, freePort } from './ports.ts';
import { startProxy } from './proxy.ts';

/** Real servers that speak Google's protocols. A folder of `root` is a bucket of both. */
export interface Emulators {
  readonly gcs: string;
  /** Mended where it is not as BigQuery is. */
  readonly bigquery: string;
  /** As it is, for a proxy of the test's own. */
  readonly rawBigquery: string;
  readonly root: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    readonly emulators: Emulators;
  }
}

/** Installs and starts both; vitest calls this once for all files. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const installed = install();
  const root = mkdtempSync(join(tmpdir(), 'earshot-cloud-'));
  // The server of buckets refuses to start over nothing.
  mkdirSync(join(root, 'unused'));
  const [rest, grpc, gcs] = await Promise.all([freePort(), freePort(), freePort()]);
  const processes = [
    start(
      installed.bigquery,
      ['start', '--ephemeral', '--rest-port', `${rest}`, '--grpc-port', `${grpc}`, '--log-level', 'error'],
      // It remembers answers across what a script has changed.
      { BQEMU_GCS_LOCAL_ROOT: root, BQEMU_QUERY_CACHE_TTL_SECONDS: '0' },
    ),
    start(
      installed.gcs,
      ['-scheme', 'http', '-host', '127.0.0.1', '-port', `${gcs}`, '-public-host', `127.0.0.1:${gcs}`].concat(
        ['-backend', 'filesystem', '-filesystem-root', root, '-log-level', 'error'],
      ),
      {},
    ),
  ];
  const rawBigquery = `http://127.0.0.1:${rest}`;
  const proxy = await startProxy(rawBigquery);
  const emulators = { gcs: `http://127.0.0.1:${gcs}`, bigquery: proxy.url, rawBigquery, root };
  const stop = async () => {
    for (const one of processes) one.kill('SIGKILL');
    await Promise.all([proxy.close(), ...processes.map(ended)]);
    rmSync(root, { recursive: true, force: true });
  };
  try {
    await Promise.all([
      answers(`${emulators.gcs}/storage/v1/b`),
      answers(`${emulators.bigquery}/bigquery/v2/projects/p/datasets`),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  project.provide('emulators', emulators);
  return stop;
}

function start(command: string, args: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  return spawn(command, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'ignore'] });
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => child.once('exit', resolve));
}
