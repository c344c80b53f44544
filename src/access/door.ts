import type { Clock } from '../base/clock.ts';
import { environmentTokens } from './environment-tokens.ts';
import { LOCAL, OWNER, type Visitor } from './role.ts';
import { Sessions } from './sessions.ts';
import { sameSecret, type Token, tokenShown, visitorOf } from './token.ts';
import type { TokenFile } from './token-file.ts';

export interface DoorOptions {
  /** What `EARSHOT_TOKEN` says. */
  readonly environment: string | null;
  readonly file: TokenFile;
  /** In the owner's file, for commands of its user. */
  readonly ownerToken: string;
  readonly clock: Clock;
  /** Whether others than this machine can come: then nobody does without a token. */
  readonly isReachable: boolean;
}

export interface Login {
  readonly visitor: Visitor;
  /** For the cookie. */
  readonly session: string;
}

/** Tells who asks, by a token or by a session that was opened with one. */
export class Door {
  readonly #options: DoorOptions;
  readonly #fromEnvironment: readonly Token[];
  readonly #sessions = new Sessions();
  #isGuarded: boolean;

  /** @throws EarshotError `bad_token_setting` */
  constructor(options: DoorOptions) {
    this.#options = options;
    this.#fromEnvironment = environmentTokens(options.environment);
    this.#isGuarded = options.isReachable || this.#mayHaveTokens();
  }

  get hasTokens(): boolean {
    return this.#tokens().length > 0;
  }

  /** Whether a token is asked for. Once it is, it stays so while the process lives: revoking the last one opens nothing. */
  get isGuarded(): boolean {
    this.#tokens();
    return this.#isGuarded;
  }

  /** Who comes without showing anything. */
  get stranger(): Visitor | null {
    return this.isGuarded ? null : LOCAL;
  }

  isOwner(secret: string): boolean {
    return sameSecret(secret, this.#options.ownerToken);
  }

  byToken(secret: string): Visitor | null {
    if (this.isOwner(secret)) return OWNER;
    const token = tokenShown(this.#tokens(), secret);
    return token ? visitorOf(token) : null;
  }

  bySession(session: string): Visitor | null {
    const token = this.#sessions.tokenOf(session, this.#tokens(), this.#options.clock.now());
    return token ? visitorOf(token) : null;
  }

  logIn(secret: string): Login | null {
    const token = tokenShown(this.#tokens(), secret);
    if (!token) return null;
    return { visitor: visitorOf(token), session: this.#sessions.open(token, this.#options.clock.now()) };
  }

  logOut(session: string): void {
    if (this.bySession(session)) this.#sessions.end(session, this.#options.clock.now());
  }

  #tokens(): readonly Token[] {
    const tokens = [...this.#fromEnvironment, ...this.#options.file.list()];
    this.#isGuarded ||= tokens.length > 0;
    return tokens;
  }

  /** A file that can't be read holds some: whoever asks is told, but the owner, who needs none. */
  #mayHaveTokens(): boolean {
    try {
      return this.#fromEnvironment.length > 0 || this.#options.file.list().length > 0;
    } catch {
      return true;
    }
  }
}
