import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const THREAD = fileURLToPath(new URL('../../dist/ingest/stage-thread.cjs', import.meta.url));

/** Lets workers begin, and ends them ever later: before, while and after they load their program. */
const PROGRAM = `
  const { Piscina } = require('piscina');
  (async () => {
    for (let ms = 20; ms < 120; ms++) {
      const pool = new Piscina({ filename: process.argv[1], minThreads: 0, maxThreads: 2 });
      for (let worker = 0; worker < 2; worker++) pool.run(undefined, { name: 'begin' }).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, ms));
      await pool.destroy();
    }
    console.log('ended');
  })();
`;

/** An ingest of nothing is over before its workers have begun. Once in twenty times that ended in an abort. */
it('a worker that is ended while it begins takes nothing with it', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['-e', PROGRAM, THREAD], {
    encoding: 'utf8',
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
  });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: 'ended\n', stderr: '' });
}, 60_000);
