import type { INPUT_MODES, TURN_EVENTS, Turn } from '../../contract/fields.ts';
import { isoTime } from '../calendar.ts';

export type TurnEvent = (typeof TURN_EVENTS)[number];
export type InputMode = (typeof INPUT_MODES)[number];

/** What the recogniser made of a caller's turn. */
export interface Recognition {
  readonly detected: boolean;
  readonly intent: string | null;
  /** Per mille. */
  readonly score: number;
}

/** What a caller's turn was in truth. */
export interface Meant {
  /** What the turn does: the intent of the need, of a particular, `affirm`, `deny`, `agent_request`, `talk`. */
  readonly role: string;
  readonly text: string;
}

/** A prompt is read at about 150 words a minute; people are a little slower, keys slower still. */
export const BOT_MS_PER_CHAR = 74;
export const PERSON_MS_PER_CHAR = 84;
export const KEY_MS = 620;
export const PAUSE_MS = 600;

/** The transcript as it grows, with the clock of the call: every turn takes as long as saying it does. */
export class Tape {
  readonly turns: Turn[] = [];
  /** Of the caller's turns, in order. */
  readonly meant: Meant[] = [];
  nowMs: number;
  /** The id of the last prompt. */
  lastPrompt = '';

  constructor(startMs: number) {
    this.nowMs = startMs;
  }

  bot(promptId: string, text: string, event: TurnEvent | null): void {
    const turn = this.turn('Chatbot', text, null);
    if (event !== null) turn.event = event;
    turn.prompt_id = promptId;
    this.lastPrompt = promptId;
    this.turns.push(turn);
    this.nowMs += PAUSE_MS + text.length * BOT_MS_PER_CHAR;
  }

  customer(text: string, mode: InputMode, heard: Recognition, meant: Meant): void {
    const turn = this.turn('Customer', text, heard);
    turn.input_mode = mode;
    this.turns.push(turn);
    this.meant.push(meant);
    this.nowMs += PAUSE_MS + text.length * (mode === 'DTMF' ? KEY_MS : PERSON_MS_PER_CHAR);
  }

  /** Between the hand-over and the end no recogniser listens. */
  talk(speaker: 'Agent' | 'Customer', text: string): void {
    this.turns.push(this.turn(speaker, text, null));
    if (speaker === 'Customer') this.meant.push({ role: 'talk', text });
    this.nowMs += PAUSE_MS + text.length * PERSON_MS_PER_CHAR;
  }

  wait(ms: number): void {
    this.nowMs += ms;
  }

  private turn(speaker: 'Chatbot' | 'Customer' | 'Agent', text: string, heard: Recognition | null): Turn {
    return {
      turn_number: this.turns.length + 1,
      timestamp: isoTime(this.nowMs),
      speaker,
      text,
      intent_detected: heard === null ? null : heard.detected ? 'Y' : 'N',
      intent_name: heard?.intent ?? null,
      confidence_score: heard === null ? null : heard.score / 1000,
    };
  }
}
