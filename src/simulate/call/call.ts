import type { LanguagePack, PromptId } from '../data/language.ts';
import type { Language } from '../data/languages.ts';
import type { Release } from '../data/releases.ts';
import type { NamedTopic, Need } from '../need.ts';
import type { Person } from '../population.ts';
import type { Rng } from '../rng.ts';
import { type CallFacts, noFacts } from './facts.ts';
import { type InputMode, type Recognition, Tape, type TurnEvent } from './tape.ts';

/** What a call starts from. */
export interface Setting {
  readonly rng: Rng;
  readonly startMs: number;
  readonly need: Need;
  readonly person: Person;
  readonly release: Release;
  /** A line of one topic: the bot expects fewer things there. */
  readonly dedicatedLine: boolean;
  /** 0 to 100: how busy the agents are. */
  readonly load: number;
}

/** Characters of prompts that use up one point of patience. */
const CHARS_PER_POINT = 26;
/** Each earlier call about the same thing costs this many points before the call begins. */
const POINTS_PER_EARLIER_CALL = 14;
/** Whoever dials at all hears the greeting out. */
const LEAST_PATIENCE = 20;

/** One call under way: the caller's state, the tape, and what happened so far. */
export class Call {
  readonly rng: Rng;
  readonly need: Need;
  readonly person: Person;
  readonly release: Release;
  readonly dedicatedLine: boolean;
  readonly load: number;
  readonly language: Language;
  readonly pack: LanguagePack;
  readonly tape: Tape;
  readonly facts: CallFacts = noFacts();
  /** The topic as the bot understood it. */
  topic: NamedTopic | null = null;
  patience: number;
  mood: number;
  /** Nobody is at the other end of this line. */
  readonly deadLine: boolean;
  /** Noise on this very call, per mille off recognition. */
  readonly noise: number;
  private event: TurnEvent | null = null;

  constructor(setting: Setting) {
    const { rng, need, person } = setting;
    this.rng = rng;
    this.need = need;
    this.person = person;
    this.release = setting.release;
    this.dedicatedLine = setting.dedicatedLine;
    this.load = setting.load;
    this.language = person.language;
    this.pack = person.language.pack;
    this.tape = new Tape(setting.startMs);
    const left = person.patience - (need.attempt - 1) * POINTS_PER_EARLIER_CALL;
    this.patience = Math.max(LEAST_PATIENCE, left);
    this.mood = person.mood - (need.attempt > 1 ? 1 : 0);
    this.deadLine = rng.chance(11);
    this.noise = rng.chance(120) ? rng.between(60, 220) : 0;
  }

  /** The bot speaks; an event that waits to be told goes with it. Listening costs patience. */
  say(prompt: PromptId, fill: (text: string) => string = same): void {
    this.sayText(prompt, fill(this.rng.pick(this.pack.prompts[prompt])));
  }

  sayText(promptId: string, text: string): void {
    this.tape.bot(promptId, text, this.event);
    this.event = null;
    this.patience -= Math.floor(text.length / CHARS_PER_POINT);
  }

  /** The caller speaks or keys, after taking breath. */
  hear(text: string, mode: InputMode, heard: Recognition): void {
    this.tape.wait(this.rng.around(500, 3900));
    this.tape.customer(text, mode, heard);
    this.facts.callerSpoke = true;
    this.event = heard.detected ? 'Match' : 'NoMatch';
  }

  silence(): void {
    this.tape.wait(5000);
    this.event = 'NoInput';
  }

  annoy(points: number): void {
    this.patience -= points;
    this.mood -= 1;
  }
}

const same = (text: string): string => text;
