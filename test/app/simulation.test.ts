import { expect, it } from 'vitest';
import { runSimulation } from '../../src/app/simulation.ts';
import { setUp } from './setup.ts';

it('a simulation that is ended before its first file says so: no bucket has been made yet', async () => {
  const { config, effects } = setUp();
  const options = { sessions: 4000, from: '2025-01-01', to: '2025-01-09', seed: 3 };
  const run = await runSimulation(config, options, { ...effects, signal: AbortSignal.abort() });
  expect(run).toMatchObject({ otherFiles: 0, log: { interrupted: true, sessions: 0, files: [] } });
});
