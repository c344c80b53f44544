import { EarshotError, messageOf } from '../base/errors.ts';
import { cloudLog } from './environment.ts';

/** The part of a response that a failure needs. */
interface Answering {
  status(code: number): { json(body: unknown): unknown };
}

/** What was asked for wrongly is 4xx, all else 5xx: whoever sent it tries again. */
export function answerFailure(response: Answering, error: unknown): void {
  const known = error instanceof EarshotError ? error : undefined;
  const code = known?.code ?? 'internal';
  cloudLog.warn('failed', { code, reason: messageOf(error), hint: known?.hint ?? null });
  const status = known?.kind === 'usage' || known?.kind === 'conflict' ? known.status : 503;
  response.status(status).json({ error: { code, message: messageOf(error), hint: known?.hint ?? null } });
}
