import { EarshotError } from '../base/errors.ts';
import type { ObjectVersion } from './store.ts';

export function generationGone({ object, generation }: ObjectVersion, how: string): EarshotError {
  return new EarshotError('not_found', 'generation_gone', `${object} was ${how} since it was listed.`, {
    hint: 'Nothing is lost: the next run of ingest takes the bucket as it is then.',
    facts: { object, generation },
  });
}
