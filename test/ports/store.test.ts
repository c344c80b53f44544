import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLocalStore } from '../../src/store/local.ts';
import { describeStore } from './store-suite.ts';

describeStore('local folder', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'earshot-store-'));
  return {
    store: openLocalStore(dir),
    missing: openLocalStore(join(dir, 'nowhere')),
    dispose: () => rm(dir, { recursive: true, force: true }),
  };
});
