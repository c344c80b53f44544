/** One message of a conversation with a language model. */
export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

/** Tokens as the server counted them, or as estimated where it did not tell. */
export interface Tokens {
  readonly input: number;
  readonly output: number;
  readonly estimated: boolean;
}

export interface Completion {
  /** Null when the server sent no answer. */
  readonly text: string | null;
  /** Why the model would not; null when it did. */
  readonly refusal: string | null;
  /** The answer ends where the server's limit of tokens was. */
  readonly cutOff: boolean;
  readonly tokens: Tokens | null;
}

export interface Ask {
  readonly messages: readonly Message[];
  /** A guard against answers without end. */
  readonly maxOutputTokens: number;
  readonly signal: AbortSignal;
}

/** The port to a language model: one request, one answer, no retry. */
export interface LanguageModel {
  /** Address for logs, without user, password and query. */
  readonly server: string;
  /** @throws CallFailure; what the signal was aborted with */
  complete(ask: Ask): Promise<Completion>;
}
