import { EarshotError } from '../../base/errors.ts';
import type { Reader } from './reader.ts';

/**
 * Runs a statement of the reader until it is done, or nobody waits for it any more; then the reader is free again at once.
 * @throws EarshotError `question_cancelled`
 */
export async function cancelling<T>(
  { connection }: Pick<Reader, 'connection'>,
  signal: AbortSignal | undefined,
  run: () => Promise<T>,
): Promise<T> {
  if (signal === undefined) return run();
  if (signal.aborted) throw cancelled();
  const interrupt = () => connection.interrupt();
  signal.addEventListener('abort', interrupt, { once: true });
  try {
    return await run();
  } catch (error) {
    throw signal.aborted ? cancelled() : error;
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

const cancelled = (): EarshotError =>
  new EarshotError('conflict', 'question_cancelled', 'Nobody waited for the answer any more.');
