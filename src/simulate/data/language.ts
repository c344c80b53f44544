import type { SlotName } from './slots.ts';
import type { TopicIntent } from './topics.ts';

/** Every prompt of the bot but the answers; the key is the turn's `prompt_id`. */
export type PromptId =
  | 'greeting'
  | 'opening'
  | 'opening_nomatch'
  | 'opening_noinput'
  | 'opening_menu'
  | 'opening_again'
  | 'confirm_topic'
  | 'yes_no'
  | 'agent_about'
  | `ask_${SlotName}`
  | 'ask_nomatch'
  | 'ask_noinput'
  | 'lookup'
  | 'system_error'
  | 'system_error_final'
  | 'policy'
  | 'nomatch_transfer'
  | 'transfer'
  | 'did_it_help'
  | 'second_answer'
  | 'offer_agent'
  | 'goodbye'
  | 'noinput_goodbye';

export interface TopicWords {
  /** As the bot names it when it asks whether it understood. */
  readonly label: string;
  /** As callers put it. */
  readonly asks: readonly string[];
  /** The bot's answer. {amount}, {number}, {day} and {minutes} are filled in. */
  readonly answers: readonly string[];
}

export interface CallerWords {
  readonly yes: readonly string[];
  readonly no: readonly string[];
  readonly agent: readonly string[];
  /** Said before the matter itself. */
  readonly fillers: readonly string[];
  /** What a recogniser makes of noise. */
  readonly noise: readonly string[];
  /** Words and what a recogniser makes of them on a bad line. */
  readonly misheard: Readonly<Record<string, string>>;
  readonly currency: string;
  readonly months: readonly string[];
  readonly devices: readonly string[];
  readonly countries: readonly string[];
  readonly plans: readonly string[];
}

export interface AgentWords {
  readonly hello: readonly string[];
  readonly explain: readonly string[];
  readonly work: readonly string[];
  readonly wait: readonly string[];
  readonly solved: readonly string[];
  readonly unsolved: readonly string[];
  readonly thanks: readonly string[];
  readonly grumble: readonly string[];
  readonly bye: readonly string[];
}

/** All that is said in one language. */
export interface LanguagePack {
  readonly prompts: Readonly<Record<PromptId, readonly string[]>>;
  readonly topics: Readonly<Record<TopicIntent, TopicWords>>;
  readonly caller: CallerWords;
  readonly agent: AgentWords;
}
