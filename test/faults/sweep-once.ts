import { openHouse } from './house.ts';

/** For a process that EARSHOT_FAULT ends somewhere in a sweep. */
const [, , dataDir] = process.argv;
if (process.env.EARSHOT_SWEEP === 'run' && dataDir !== undefined) {
  const house = await openHouse(dataDir);
  await house.sweep();
  await house.close();
}
