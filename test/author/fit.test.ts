import { describe, expect, it } from 'vitest';
import type { AnsweredTurn } from '../../src/author/answer.ts';
import { figuresOf } from '../../src/author/figures.ts';
import { misfits } from '../../src/author/fit.ts';
import { type Plan, planOf } from '../../src/author/plan.ts';
import type { Turn } from '../../src/contract/fields.ts';
import { loadScenario } from '../../src/simulate/scenario/load.ts';
import type { Truth } from '../../src/simulate/truth.ts';
import { run } from '../simulate/run.ts';

const { sessions, truths } = await run({
  sessions: 1,
  from: '2025-03-03',
  to: '2025-03-04',
  seed: 1,
  truth: true,
});

/** A plan of these turns: who speaks, what for, and what. */
function planned(
  turns: readonly (readonly [Turn['speaker'], string, string])[],
  more: Partial<Turn> = {},
): Plan {
  const [session, truth] = [sessions[0], truths[0]];
  if (!session || !truth) throw new Error('no call');
  const conversation = turns.map(
    ([speaker, does, text], at): Turn => ({
      turn_number: at + 1,
      timestamp: session.call_start_time,
      speaker,
      text,
      intent_detected: speaker === 'Customer' ? 'Y' : null,
      intent_name: null,
      confidence_score: null,
      ...(speaker === 'Chatbot' && { prompt_id: does }),
      ...(speaker === 'Customer' && more),
    }),
  );
  const said: Truth['said'] = turns
    .filter(([speaker]) => speaker === 'Customer')
    .map(([, role, text]) => ({ role, text }));
  const call = { ...session, language: 'en', resolution_status: 'Abandoned' as const, conversation };
  return planOf(loadScenario(), call, { ...truth, said });
}

function kindsOf(plan: Plan, ...texts: string[]): string[] {
  const turns = plan.turns.map(
    ({ speaker }, at): AnsweredTurn => ({ turn_number: at + 1, speaker, text: texts[at] ?? '' }),
  );
  return misfits(plan, turns).map(({ kind }) => kind);
}

const digits = planned([]).digitWords;

describe('figures', () => {
  it.each([
    ['call 555-0134', '5550134'],
    ['five five five oh one three four', '5550134'],
    ['five five five 0134', '5550134'],
    ['one moment, I have two', ''],
    ['$45.00 by March 3', '45003'],
    ['arabic ٣٤', ''],
    ['', ''],
  ])('%s: %s', (text, figures) => {
    expect(figuresOf(text, digits)).toBe(figures);
  });
});

describe('what fits a plan', () => {
  it.each([
    ['a number in numerals', 'give_phone', 'five five five oh one three four', "it's 555 0134", []],
    ['another number', 'give_phone', 'five five five oh one three four', '555 0135', ['figures']],
    ['a card in place of a word', 'bill_inquiry', 'my bill', '4111111111111111', ['figures']],
    ['a card in words', 'bill_inquiry', 'my bill this month please', 'four one one one', ['figures']],
    [
      'an address of another domain',
      'bill_inquiry',
      'my bill is wrong I think',
      'bill for a@gmail.com',
      ['figures'],
    ],
    ['yes for yes', 'affirm', 'yes', 'yeah sure', []],
    ['no for yes', 'affirm', 'yes', 'no', ['contradiction']],
    ['yes for no', 'deny', 'no', 'yes please', ['contradiction']],
    ['a person asked for', 'agent_request', 'agent please', 'get me a representative', []],
    ['no person asked for', 'agent_request', 'agent please', 'my bill please', ['contradiction']],
    ['a person not to be asked for', 'bill_inquiry', 'my bill', 'agent', ['contradiction']],
    ['someone else who is no agent', 'bill_inquiry', 'a charge I did not make', 'someone used my card', []],
    ['a matter that is not settled', 'deny', 'no it did not', 'no wait it works now', ['contradiction']],
    ['a label', 'bill_inquiry', 'my bill', 'Customer: my bill', ['words']],
    ['a line break', 'bill_inquiry', 'my bill', 'my\nbill', ['words']],
    ['text that turns the line around', 'bill_inquiry', 'my bill', 'my \u202ebill', ['words']],
    ['half a character', 'bill_inquiry', 'my bill', 'my bill \ud83d', ['words']],
  ])('%s', (_, does, gist, text, kinds) => {
    expect(kindsOf(planned([['Customer', does, gist]]), text)).toEqual(kinds);
  });

  it('digits that were keyed, and nothing else', () => {
    const plan = planned([['Customer', 'give_pin', '4711']], { input_mode: 'DTMF' });
    expect(kindsOf(plan, '4711')).toEqual([]);
    expect(kindsOf(plan, '4 7 1 1')).toEqual(['figures']);
    expect(kindsOf(plan, 'pin 4711')).toEqual(['figures']);
  });

  it('an e-mail address as it was spoken', () => {
    const plan = planned([['Customer', 'give_email', 'ann lee at example dot com']]);
    expect(kindsOf(plan, 'ann lee at example dot com')).toEqual([]);
    expect(kindsOf(plan, 'ann lee at gmail dot com')).toEqual(['figures']);
  });

  it('a transfer only where there is one', () => {
    const plan = planned([
      ['Chatbot', 'transfer', 'I am putting you through.'],
      ['Chatbot', 'goodbye', 'Glad I could help. Goodbye.'],
    ]);
    expect(kindsOf(plan, 'I will connect you now.', 'Goodbye and thanks.')).toEqual([]);
    expect(kindsOf(plan, 'Hold on please.', 'I transfer you now.')).toEqual(['contradiction']);
  });

  it('the simulator’s own words, for any call', async () => {
    const calls = await run({ sessions: 400, from: '2025-01-01', to: '2026-01-01', seed: 9, truth: true });
    const unfit = calls.sessions.flatMap((session, at) => {
      const truth = calls.truths[at];
      if (!truth) throw new Error('no truth');
      const plan = planOf(loadScenario(), session, truth);
      return kindsOf(plan, ...plan.turns.map(({ gist }) => gist));
    });
    expect(unfit).toEqual([]);
  });
});
