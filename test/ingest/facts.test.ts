import { describe, expect, it } from 'vitest';
import { factsOf, intentLists } from '../../src/ingest/facts.ts';
import { cleanWith } from './clean/record.ts';

const LISTS = intentLists(['Huh'], ['Give me a human']);
const START = Date.parse('2025-01-31T12:00:00Z');

/** A turn some seconds into the call. */
const turn = (second: number | null, speaker: string, more: object = {}) => ({
  timestamp: second === null ? null : START + second * 1000,
  speaker,
  ...more,
});

function factsWith(turns: readonly object[], more: object = {}) {
  const conversation = turns.map((one, index) => ({ turn_number: index + 1, ...one }));
  return factsOf(cleanWith({ conversation, ...more }).session, LISTS);
}

describe('the bot leg', () => {
  it('is the whole call when no Agent spoke', () => {
    expect(factsWith([turn(0, 'Chatbot'), turn(5, 'Customer'), turn(50, 'Customer')])).toMatchObject({
      bot_duration_sec: 60,
      customer_turns: 2,
      has_agent_turn: false,
    });
  });

  it('ends with the first Agent turn, half up', () => {
    const turns = [
      turn(0, 'Chatbot'),
      turn(5, 'Customer', { intent_detected: 'Y', confidence_score: 0.5 }),
      turn(20.5, 'Agent', { event: 'NoMatch' }),
      turn(30, 'Customer', { intent_detected: 'Y', confidence_score: 0.5 }),
      turn(40, 'Agent'),
    ];
    expect(factsWith(turns)).toMatchObject({
      bot_duration_sec: 21,
      customer_turns: 1,
      judged_turns: 1,
      scored_turns: 1,
      confidence_micros: 500_000,
      no_match_events: 0,
      has_event: true,
      has_agent_turn: true,
    });
  });

  it('ends with the call when the Agent turn has no timestamp', () => {
    expect(factsWith([turn(null, 'Agent')]).bot_duration_sec).toBe(60);
  });

  it('has no duration when nothing says when the call ended', () => {
    expect(factsWith([], { call_end_time: null, call_duration_sec: null }).bot_duration_sec).toBeNull();
  });

  it('ends with the call when the Agent turn lies more than a day after the start', () => {
    expect(factsWith([turn(86_401, 'Agent')]).bot_duration_sec).toBe(60);
  });

  it('is never shorter than nothing', () => {
    expect(factsWith([turn(-5, 'Agent')]).bot_duration_sec).toBe(0);
  });
});

describe('recognition', () => {
  it('counts Y and N, and takes fallback intents for not recognised', () => {
    const turns = [
      turn(1, 'Customer', { intent_detected: 'Y', intent_name: 'pay_bill' }),
      turn(2, 'Customer', { intent_detected: 'Y', intent_name: ' Default_Fallback ' }),
      turn(3, 'Customer', { intent_detected: 'Y', intent_name: 'HUH' }),
      turn(4, 'Customer', { intent_detected: 'N' }),
      turn(5, 'Customer'),
      turn(6, 'Chatbot', { intent_detected: 'Y', intent_name: 'pay_bill' }),
    ];
    expect(factsWith(turns)).toMatchObject({ customer_turns: 5, judged_turns: 4, recognised_turns: 1 });
  });

  it('sums scores in millionths, of Customer turns only', () => {
    const turns = [
      turn(1, 'Customer', { confidence_score: 0.1 }),
      turn(2, 'Customer', { confidence_score: 0.2 }),
      turn(3, 'Customer', { confidence_score: 0.123456 }),
      turn(4, 'Chatbot', { confidence_score: 0.9 }),
    ];
    expect(factsWith(turns)).toMatchObject({ scored_turns: 3, confidence_micros: 423_456 });
  });
});

describe('events', () => {
  it('are counted on every turn of the bot leg', () => {
    const turns = [
      turn(1, 'Chatbot', { event: 'NoInput' }),
      turn(2, 'Customer', { event: 'no match' }),
      turn(3, 'Chatbot', { event: 'NoMatch' }),
      turn(4, 'Chatbot', { event: 'Match' }),
    ];
    expect(factsWith(turns)).toMatchObject({ no_match_events: 2, no_input_events: 1, has_event: true });
    expect(factsWith([turn(1, 'Customer')])).toMatchObject({ has_event: false });
  });
});

describe('engagement', () => {
  it.each([
    ['a word', [turn(1, 'Customer', { text: 'none' })], true],
    ['digits', [turn(1, 'Customer', { text: 4, input_mode: 'DTMF' })], true],
    ['silence', [turn(1, 'Customer', { text: '  ' })], false],
    ['nothing', [turn(1, 'Customer')], false],
    ['the bot alone', [turn(1, 'Chatbot', { text: 'Hello?' })], false],
    ['words to the agent only', [turn(1, 'Agent'), turn(2, 'Customer', { text: 'hi' })], false],
  ])('with %s is %s', (_, turns, isEngaged) => {
    expect(factsWith(turns).is_engaged).toBe(isEngaged);
  });
});

describe('asking for an agent', () => {
  it.each(['agent_request', 'LIVE_AGENT', 'give me a human'])(
    'is the intent %s of a Customer turn',
    (intent_name) => {
      expect(factsWith([turn(1, 'Customer', { intent_name })]).agent_requested).toBe(true);
      expect(factsWith([turn(1, 'Chatbot', { intent_name })]).agent_requested).toBe(false);
    },
  );

  it('counts after the hand-over too', () => {
    const turns = [turn(1, 'Agent'), turn(2, 'Customer', { intent_name: 'operator' })];
    expect(factsWith(turns).agent_requested).toBe(true);
  });
});
