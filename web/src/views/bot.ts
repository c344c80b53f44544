import type { ConfidenceAnswer, ExitsAnswer, IntentsAnswer } from '../../../src/server/api.ts';
import type { Ask } from '../state/ask.ts';
import type { Context, ViewData } from '../state/context.ts';
import { type AxisData, loadAxis } from './axis.ts';
import { loadTrend, type TrendData } from './trend.ts';

export const RECOGNITION = 'recognition_rate';

export interface BotData extends ViewData {
  readonly recognition: TrendData;
  readonly versions: AxisData;
  readonly byIntent: AxisData;
  readonly confidence: ConfidenceAnswer;
  readonly intents: IntentsAnswer;
  readonly exits: ExitsAnswer;
}

export async function loadBot(ask: Ask, context: Context): Promise<BotData> {
  const { scope } = context;
  const [sessions, recognition, versions, byIntent, confidence, intents, exits] = await Promise.all([
    ask.sessions(scope),
    loadTrend(ask, context, { panel: 'recognition', fallback: RECOGNITION }),
    loadAxis(ask, context, { panel: 'versions', dimension: 'bot_version', fallback: RECOGNITION }),
    loadAxis(ask, context, { panel: 'intents', dimension: 'initial_intent', fallback: RECOGNITION }),
    ask.post<ConfidenceAnswer>('turns/confidence', scope),
    ask.post<IntentsAnswer>('turns/intents', scope),
    ask.post<ExitsAnswer>('turns/exits', scope),
  ]);
  return { sessions, recognition, versions, byIntent, confidence, intents, exits };
}
