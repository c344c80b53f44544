import type { Message, Tokens } from './model.ts';
import type { AuthorOptions } from './options.ts';

/** A low guess of characters per token, so that a reservation is rather too high. */
const CHARS_PER_TOKEN = 3;
/** An answer names its turns. */
const TOKENS_PER_TURN = 20;

/** What a request is likely to use. */
export function expectedTokens(messages: readonly Message[], gistChars: number, turns: number): Tokens {
  const chars = messages.reduce((sum, { content }) => sum + content.length, 0);
  return {
    input: Math.ceil(chars / CHARS_PER_TOKEN),
    output: Math.ceil(gistChars / CHARS_PER_TOKEN) + turns * TOKENS_PER_TURN,
    estimated: true,
  };
}

/** Counts what was used, and lets no request go out that is likely to leave the budget. */
export class Budget {
  input = 0;
  output = 0;
  /** Whether some of it is a guess, since a server did not tell. */
  hasEstimates = false;
  private reservedInput = 0;
  private reservedOutput = 0;
  private readonly options: AuthorOptions;

  constructor(options: AuthorOptions) {
    this.options = options;
  }

  /** Null without prices. */
  get cost(): number | null {
    return this.costOf(this.input, this.output);
  }

  /** Whether nothing was used yet, nor is under way. */
  get isUntouched(): boolean {
    return this.input + this.output + this.reservedInput + this.reservedOutput === 0;
  }

  /** Whether there is room; takes it then. */
  reserve({ input, output }: Tokens): boolean {
    const [allInput, allOutput] = [
      this.input + this.reservedInput + input,
      this.output + this.reservedOutput + output,
    ];
    const { maxTokens, maxCost } = this.options;
    if (maxTokens !== null && allInput + allOutput > maxTokens) return false;
    if (maxCost !== null && (this.costOf(allInput, allOutput) ?? 0) > maxCost) return false;
    this.reservedInput += input;
    this.reservedOutput += output;
    return true;
  }

  release({ input, output }: Tokens): void {
    this.reservedInput -= input;
    this.reservedOutput -= output;
  }

  spend({ input, output, estimated }: Tokens): void {
    this.input += input;
    this.output += output;
    this.hasEstimates ||= estimated;
  }

  private costOf(input: number, output: number): number | null {
    const { prices } = this.options;
    return prices === null ? null : (input * prices.input + output * prices.output) / 1_000_000;
  }
}
