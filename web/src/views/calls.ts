import type { Ask } from '../state/ask.ts';
import type { Context, ViewData } from '../state/context.ts';

/** The list loads itself, page by page: a text that no call holds leaves the page as it is. */
export async function loadCalls(ask: Ask, context: Context): Promise<ViewData> {
  return { sessions: await ask.sessions(context.scope) };
}
