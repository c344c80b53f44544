import type { Session } from '../../contract/fields.ts';
import { Rng } from '../rng.ts';
import { sessionText } from '../session-text.ts';
import type { TakenCall } from '../take-call.ts';
import type { World } from '../world/world.ts';
import type { Written } from './breaks.ts';
import { RECORD_BREAKS } from './record-breaks.ts';

const PURPOSE_DIRT = 0x44495254;

/** A session as JSON: as it is, or broken in one of the ways that real feeds know. */
export function writeRecord(world: World, { session, arrival }: TakenCall, dirtyPerMillion: number): Written {
  if (dirtyPerMillion === 0) return whole(session);
  const rng = new Rng(world.seed, PURPOSE_DIRT, arrival.index);
  if (!rng.chanceOfMillion(dirtyPerMillion)) return whole(session);
  const first = rng.below(RECORD_BREAKS.length);
  for (let at = 0; at < RECORD_BREAKS.length; at++) {
    const copy: Session = structuredClone(session);
    const broken = RECORD_BREAKS[(first + at) % RECORD_BREAKS.length]?.(copy, rng);
    if (broken) return broken;
  }
  return whole(session);
}

function whole(session: Session): Written {
  return { text: sessionText(session), broken: null };
}
