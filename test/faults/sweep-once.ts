import { openHouse } from './house.ts';

/** For a process that EARSHOT_FAULT ends somewhere in a sweep, or in a rebuild. */
const [, , dataDir] = process.argv;
const what = process.env.EARSHOT_SWEEP;
if (what !== undefined && dataDir !== undefined) {
  const house = await openHouse(dataDir, undefined, { uncompressed: true });
  if (what === 'rebuild') await house.upkeep.rebuild({ accept: false, dropGone: false });
  else await house.sweep();
  await house.close();
}
