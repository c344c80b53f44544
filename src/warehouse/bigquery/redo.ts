import { EarshotError } from '../../base/errors.ts';

/** Another writer was quicker so often that it never ends. */
const MOST_TRIES = 5;

/** Does a write again from its start, for as long as another writer changes meanwhile what it was made of. */
export async function untilUnmoved<T>(write: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await write();
    } catch (error) {
      const isMoved = error instanceof EarshotError && error.code === 'warehouse_moved';
      if (!isMoved || tried === MOST_TRIES) throw error;
    }
  }
}
