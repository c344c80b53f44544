import type { AnsweredTurn, Misfit } from './answer.ts';
import { contradiction } from './claims.ts';
import { figuresOf, mailDomainsOf } from './figures.ts';
import type { Plan, PlannedTurn } from './plan.ts';

/** More reasons than these at once help no model. */
const MAX_REASONS = 8;
const LENGTH_SHARE = 1.35;
const LENGTH_EXTRA = 16;
const LABEL = /^\W*(customer|caller|chatbot|bot|agent|cliente|agente)\s*:/i;

/** The most characters that a turn may take: about as long as the simulator's own words for it. */
export function maxChars({ gist, isVerbatim }: PlannedTurn): number {
  return isVerbatim ? gist.length + LENGTH_EXTRA : Math.round(gist.length * LENGTH_SHARE) + LENGTH_EXTRA;
}

/** In what an answer departs from its plan; empty when it fits. */
export function misfits(plan: Plan, turns: readonly AnsweredTurn[]): Misfit[] {
  const strayed = strayedAt(plan.turns, turns);
  if (strayed !== null) return [{ kind: 'speakers', reason: strayed }];
  const { language, resolution_status } = plan.session;
  const call = { language: language ?? '', isResolved: resolution_status === 'Resolved' };
  const all = plan.turns.flatMap((planned, at) => {
    const text = turns[at]?.text ?? '';
    const found = [...formMisfits(planned, text), ...figureMisfits(plan, planned, text)];
    const against = contradiction(planned, text, call);
    if (against !== null) found.push({ kind: 'contradiction', reason: against });
    return found.map(({ kind, reason }): Misfit => ({ kind, reason: `Turn ${at + 1} ${reason}.` }));
  });
  return all.slice(0, MAX_REASONS);
}

function strayedAt(planned: readonly PlannedTurn[], turns: readonly AnsweredTurn[]): string | null {
  if (turns.length !== planned.length)
    return `The plan has ${planned.length} turns, the answer ${turns.length}.`;
  const at = planned.findIndex(
    ({ speaker }, place) => turns[place]?.speaker !== speaker || turns[place]?.turn_number !== place + 1,
  );
  return at < 0 ? null : `Turn ${at + 1} must be the ${planned[at]?.speaker}'s and bear that number.`;
}

function formMisfits(planned: PlannedTurn, text: string): Misfit[] {
  const most = maxChars(planned);
  if (text.trim() === '') return [{ kind: 'words', reason: 'says nothing' }];
  if (text.length > most)
    return [{ kind: 'length', reason: `has ${text.length} characters, ${most} at most` }];
  if (/[\p{Cc}\p{Cf}\p{Cs}\ufffd]/u.test(text))
    return [{ kind: 'words', reason: 'has line breaks or control characters' }];
  if (LABEL.test(text)) return [{ kind: 'words', reason: 'begins with the name of the speaker' }];
  if (planned.isVerbatim && text.trim() !== planned.gist) {
    return [{ kind: 'figures', reason: 'must be written exactly as in the plan' }];
  }
  return [];
}

function figureMisfits({ digitWords, turns }: Plan, { gist }: PlannedTurn, text: string): Misfit[] {
  const figures = figuresOf(gist, digitWords);
  const strange = mailDomainsOf(text).filter(
    (domain) => !turns.some((turn) => mailDomainsOf(turn.gist).includes(domain)),
  );
  const wrong: Misfit[] = strange.map(() => ({
    kind: 'figures',
    reason: 'has an e-mail address that is not in the plan',
  }));
  if (figuresOf(text, digitWords) === figures) return wrong;
  const reason =
    figures === '' ? 'has figures, and must have none' : `must have the figures ${figures} and no others`;
  return [...wrong, { kind: 'figures', reason }];
}
