import { bigQueryPlaceOf } from '../base/places.ts';
import type { CommandContext } from './context.ts';
import { serveUntilInterrupted } from './serving.ts';

/** A dataset has a committer of its own that loads it: two of them would cancel each other's transactions. */
export async function run(context: CommandContext): Promise<void> {
  const isDataset = bigQueryPlaceOf(context.config().warehouseFile) !== null;
  await serveUntilInterrupted(context, { watch: !context.options.denied('watch') && !isDataset });
}
