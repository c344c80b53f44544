import type { Need } from '../need.ts';
import type { Person } from '../population.ts';
import type { Rng } from '../rng.ts';
import type { PromptId } from '../scenario/words-schema.ts';
import { type Incident, isUnder } from '../world/incidents.ts';
import type { Language } from '../world/language.ts';
import { type FillHole, type Phrase, speak } from '../world/phrase.ts';
import type { Topic } from '../world/topic.ts';
import { type Release, releaseOn, type World } from '../world/world.ts';
import { type CallFacts, noFacts } from './facts.ts';
import { particular } from './holes.ts';
import { type InputMode, type Meant, type Recognition, Tape, type TurnEvent } from './tape.ts';

/** What a call starts from. */
export interface Setting {
  readonly world: World;
  readonly rng: Rng;
  readonly startMs: number;
  readonly need: Need;
  readonly person: Person;
  /** A line of one topic type: the bot expects fewer things there. */
  readonly dedicatedLine: boolean;
}

/** Each earlier call about the same thing costs this many points before the call begins. */
const POINTS_PER_EARLIER_CALL = 14;
const NOISY_CALLS = 120;
const SILENCE_MS = 5000;

/** One call under way: the caller's state, the tape, and what happened so far. */
export class Call {
  readonly world: World;
  readonly rng: Rng;
  readonly need: Need;
  readonly person: Person;
  readonly release: Release;
  readonly dedicatedLine: boolean;
  readonly language: Language;
  readonly tape: Tape;
  readonly facts: CallFacts = noFacts();
  /** What broke where the caller lives, when the call is about that. */
  readonly incident: Incident | null;
  /** The topic as the bot understood it. */
  topic: Topic | null = null;
  /** Points that waiting and failing use up. */
  patience: number;
  mood: number;
  /** Nobody is at the other end of this line. */
  readonly deadLine: boolean;
  /** Noise on this very call, per mille off recognition. */
  readonly noise: number;
  /** The bot believed something that it was not sure of, and says so now. */
  isUnsure = false;
  private event: TurnEvent | null = null;
  private readonly fill: FillHole = (hole) => particular(this, hole);

  constructor({ world, rng, startMs, need, person, dedicatedLine }: Setting) {
    this.world = world;
    this.rng = rng;
    this.need = need;
    this.person = person;
    this.release = releaseOn(world, world.time.dayOf(startMs));
    this.dedicatedLine = dedicatedLine;
    this.language = person.language;
    this.tape = new Tape(startMs);
    this.incident =
      world.incidents.find(
        (incident) =>
          isUnder(incident, startMs) &&
          incident.topic === need.topic.intent &&
          incident.region === person.region.name,
      ) ?? null;
    this.patience = person.patience - (need.attempt - 1) * POINTS_PER_EARLIER_CALL;
    this.mood = person.mood - (need.attempt > 1 ? 1 : 0);
    this.deadLine = rng.chance(world.scenario.effects.silentCalls);
    this.noise = rng.chance(NOISY_CALLS) ? rng.between(60, 220) : 0;
  }

  /** One way to put any of these phrases. */
  phrase(phrases: readonly Phrase[] | undefined, fill: FillHole = this.fill): string {
    return speak(this.rng.pick(phrases ?? []), this.rng, this.language.rules, fill);
  }

  /** The bot speaks; an event that waits to be told goes with it. */
  say(prompt: PromptId, hole?: string): void {
    const fill = hole === undefined ? this.fill : () => hole;
    this.sayText(prompt, this.phrase(this.language.prompts.get(prompt), fill));
  }

  sayText(promptId: string, text: string): void {
    this.tape.bot(promptId, text, this.event);
    this.event = null;
  }

  /** The caller speaks or keys, after taking breath. */
  hear(text: string, mode: InputMode, heard: Recognition, meant: Meant): void {
    this.tape.wait(this.rng.around(700, 5200));
    this.tape.customer(text, mode, heard, meant);
    this.facts.callerSpoke = true;
    this.event = heard.detected ? 'Match' : 'NoMatch';
    this.isUnsure = heard.detected && mode === 'Speech' && heard.score < this.world.scenario.bot.confirmBelow;
  }

  silence(): void {
    this.tape.wait(SILENCE_MS);
    this.event = 'NoInput';
  }

  annoy(points: number): void {
    this.patience -= points;
    this.mood -= 1;
  }
}
