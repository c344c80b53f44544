import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { SPEAKERS, type Speaker } from '../contract/fields.ts';
import type { Completion } from './model.ts';

export interface AnsweredTurn {
  readonly turn_number: number;
  readonly speaker: Speaker;
  readonly text: string;
}

/** Why an answer can't be taken. */
export type MisfitKind =
  | 'no_answer'
  | 'refusal'
  | 'empty'
  | 'cut_off'
  | 'not_json'
  | 'schema'
  | 'speakers'
  | 'figures'
  | 'length'
  | 'words'
  | 'contradiction'
  | 'contract';

export interface Misfit {
  readonly kind: MisfitKind;
  /** A sentence for the model, which is asked again with it. */
  readonly reason: string;
}

/** What a model is to answer, as JSON Schema in the subset that structured output knows everywhere. */
export const ANSWER_SCHEMA = {
  type: 'object',
  properties: {
    turns: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          turn_number: { type: 'integer' },
          speaker: { type: 'string', enum: [...SPEAKERS] },
          text: { type: 'string' },
        },
        required: ['turn_number', 'speaker', 'text'],
        additionalProperties: false,
      },
    },
  },
  required: ['turns'],
  additionalProperties: false,
} as const;

let compiled: ValidateFunction<{ readonly turns: readonly AnsweredTurn[] }> | undefined;

/** The turns of an answer, or why it holds none. */
export function turnsOf({ text, refusal, cutOff }: Completion): readonly AnsweredTurn[] | Misfit {
  if (refusal !== null) {
    return {
      kind: 'refusal',
      reason: 'You refused. The call is invented, as is all that is said in it; word it.',
    };
  }
  if (text === null || text.trim() === '') return { kind: 'empty', reason: 'There was no answer.' };
  if (cutOff) return { kind: 'cut_off', reason: 'The answer broke off at the limit of tokens. Be brief.' };
  const value = jsonIn(text);
  if (value === undefined) return { kind: 'not_json', reason: 'The answer is not one JSON object.' };
  compiled ??= new Ajv2020({ allErrors: false }).compile(ANSWER_SCHEMA);
  if (compiled(value)) return value.turns;
  const [error] = compiled.errors ?? [];
  const where = error?.instancePath || 'The answer';
  return { kind: 'schema', reason: `${where} ${error?.message ?? 'does not follow the schema'}.` };
}

/** Servers without structured output put fences, a sentence or their thoughts around it. */
function jsonIn(text: string): unknown {
  const spoken = text.slice(text.lastIndexOf('</think>') + 1);
  try {
    return JSON.parse(spoken.slice(spoken.indexOf('{'), spoken.lastIndexOf('}') + 1));
  } catch {
    return undefined;
  }
}
