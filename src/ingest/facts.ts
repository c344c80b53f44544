import type { SessionFacts } from '../contract/batch.ts';
import { LONGEST_CALL_SEC } from '../contract/plausible.ts';
import { AGENT_REQUEST_INTENTS, FALLBACK_INTENTS } from '../contract/synonyms.ts';
import type { CleanSession, CleanTurn } from './clean/cleaned.ts';
import { roundHalfUp } from './clean/numbers.ts';

/** Intents that the facts ask for. */
export interface IntentLists {
  readonly fallback: IntentList;
  readonly agentRequest: IntentList;
}

const keyOf = (intent: string): string => intent.trim().toLowerCase();

/** Bots have some hundreds of intents; a feed that invents more is not remembered. */
const MAX_KNOWN = 10_000;

/** A list of intents, whatever their case and the spaces around them. */
export class IntentList {
  readonly #keys: ReadonlySet<string>;
  /** Nearly every turn's intent was asked for before. */
  readonly #known = new Map<string, boolean>();

  constructor(intents: readonly string[]) {
    this.#keys = new Set(intents.map(keyOf));
  }

  has(intent: string): boolean {
    const known = this.#known.get(intent);
    if (known !== undefined) return known;
    const found = this.#keys.has(keyOf(intent));
    if (this.#known.size < MAX_KNOWN) this.#known.set(intent, found);
    return found;
  }
}

/** The contract's lists and the settings' own. */
export function intentLists(
  moreFallback: readonly string[],
  moreAgentRequest: readonly string[],
): IntentLists {
  return {
    fallback: new IntentList([...FALLBACK_INTENTS, ...moreFallback]),
    agentRequest: new IntentList([...AGENT_REQUEST_INTENTS, ...moreAgentRequest]),
  };
}

const NO_FACTS: SessionFacts = {
  bot_duration_sec: null,
  turn_count: 0,
  customer_turns: 0,
  judged_turns: 0,
  recognised_turns: 0,
  no_match_events: 0,
  no_input_events: 0,
  has_event: false,
  scored_turns: 0,
  confidence_micros: 0,
  is_engaged: false,
  has_agent_turn: false,
  agent_requested: false,
};

type Facts = { -readonly [K in keyof SessionFacts]: SessionFacts[K] };

/** Facts of one session, computed once. Bot leg: the turns before the first Agent turn. */
export function factsOf(session: CleanSession, lists: IntentLists): SessionFacts {
  const facts: Facts = { ...NO_FACTS };
  const firstAgent = session.turns.findIndex((turn) => turn.speaker === 'Agent');
  const botTurns = firstAgent < 0 ? session.turns.length : firstAgent;
  facts.turn_count = session.turns.length;
  facts.has_agent_turn = firstAgent >= 0;
  facts.bot_duration_sec = botDurationSec(session, session.turns[firstAgent]);
  session.turns.forEach((turn, index) => {
    if (turn.event !== null) facts.has_event = true;
    if (index < botTurns) addBotTurn(facts, turn, lists);
    if (turn.speaker === 'Customer' && isIn(lists.agentRequest, turn)) facts.agent_requested = true;
  });
  return facts;
}

/**
 * To the first Agent turn, else the whole call; null when neither has an end. Clocks that disagree give 0, never less, and
 * an Agent turn later than any call lasts says nothing.
 */
function botDurationSec(session: CleanSession, agentTurn: CleanTurn | undefined): number | null {
  const handoverMs = agentTurn?.atMs ?? null;
  if (handoverMs === null) return session.call_duration_sec;
  const botSec = roundHalfUp((handoverMs - session.startMs) / 1000);
  return botSec > LONGEST_CALL_SEC ? session.call_duration_sec : Math.max(0, botSec);
}

function isIn(list: IntentList, turn: CleanTurn): boolean {
  return turn.intent_name !== null && list.has(turn.intent_name);
}

function addBotTurn(facts: Facts, turn: CleanTurn, lists: IntentLists): void {
  if (turn.event === 'NoMatch') facts.no_match_events += 1;
  if (turn.event === 'NoInput') facts.no_input_events += 1;
  if (turn.speaker !== 'Customer') return;
  facts.customer_turns += 1;
  if (turn.intent_detected !== null) facts.judged_turns += 1;
  if (turn.intent_detected === 'Y' && !isIn(lists.fallback, turn)) facts.recognised_turns += 1;
  if (turn.confidence_score !== null) {
    facts.scored_turns += 1;
    facts.confidence_micros += Math.round(turn.confidence_score * 1e6);
  }
  if (turn.text !== null && turn.text.trim() !== '') facts.is_engaged = true;
}
