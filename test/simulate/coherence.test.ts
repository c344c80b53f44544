import { beforeAll, describe, expect, it } from 'vitest';
import type { Session, Turn } from '../../src/contract/fields.ts';
import { loadScenario } from '../../src/simulate/scenario/load.ts';
import { callsByCustomer, type Run, run, YEAR } from './run.ts';

let made: Run;
beforeAll(async () => {
  made = await run({ ...YEAR, sessions: 6000, seed: 8, truth: true });
});

const MS_PER_CHAR = { Chatbot: 74, Customer: 84, Agent: 84 };
const KEY_MS = 620;

function spokenMs({ speaker, input_mode, text }: Turn): number {
  const perChar = input_mode === 'DTMF' ? KEY_MS : MS_PER_CHAR[speaker ?? 'Chatbot'];
  return perChar * (text?.length ?? 0);
}

const promptsOf = ({ conversation }: Session, prefix: string) =>
  conversation.filter((turn) => turn.prompt_id?.startsWith(prefix));
/** What of all that was said is money, as 47.50. */
const moneyIn = (text: string) => [...text.matchAll(/\d+\.\d\d/g)].map(([amount]) => Number(amount));

describe('a call', () => {
  it('is never silent for more than 25 seconds before the queue', () => {
    for (const { conversation } of made.sessions) {
      const queueAt = conversation.findIndex((turn) => turn.prompt_id === 'transfer');
      const dialogue = queueAt < 0 ? conversation : conversation.slice(0, queueAt + 1);
      dialogue.slice(1).forEach((turn, at) => {
        const before = dialogue[at];
        if (before === undefined) return;
        const gapMs =
          Date.parse(turn.timestamp ?? '') - Date.parse(before.timestamp ?? '') - spokenMs(before);
        expect(gapMs).toBeLessThanOrEqual(25_000);
      });
    }
  });

  it('has one amount: extras are less than the bill, and half of it is half', () => {
    const answers = made.sessions.flatMap((session) => promptsOf(session, 'answer_'));
    const bills = answers.filter(({ text }) => /extras/.test(text ?? ''));
    expect(bills.length).toBeGreaterThan(30);
    for (const { text } of bills) {
      const [whole = 0, extras = 0] = moneyIn(text ?? '');
      expect(extras).toBeLessThan(whole);
    }
  });

  it('has the amount that the caller named, also when the caller calls again about it', () => {
    let compared = 0;
    for (const session of made.sessions) {
      const asked = session.conversation.findIndex((turn) => turn.intent_name === 'give_amount');
      const [refund] = promptsOf(session, 'answer_refund_request');
      const said = /^(\d+)/.exec(session.conversation[asked]?.text ?? '')?.[1];
      const [amount] = moneyIn(refund?.text ?? '');
      if (amount === undefined || said === undefined) continue;
      expect(Math.abs(amount - Number(said))).toBeLessThan(1);
      compared++;
    }
    expect(compared).toBeGreaterThan(30);
    const truthOf = new Map(made.truths.map((truth) => [truth.session_id, truth]));
    for (const calls of callsByCustomer(made.sessions)) {
      calls.slice(1).forEach((call, at) => {
        const before = calls[at];
        if (before === undefined || (truthOf.get(call.session_id ?? '')?.need.attempt ?? 1) < 2) return;
        const [now, earlier] = [call, before].map((each) =>
          moneyIn(promptsOf(each, 'answer_refund')[0]?.text ?? ''),
        );
        if (now?.length === 1 && earlier?.length === 1) expect(now).toEqual(earlier);
      });
    }
  });

  it('about the mobile signal names no router', () => {
    const calls = made.sessions.filter((session) => session.topic_name === 'No Signal');
    const devices = calls.flatMap(({ conversation }) =>
      conversation.filter((turn) => turn.intent_name === 'give_device').map((turn) => turn.text ?? ''),
    );
    expect(devices.length).toBeGreaterThan(50);
    expect(devices.filter((device) => /router|laptop|tablet|computadora|módem/.test(device))).toEqual([]);
  });

  it('has its yes and no in words that fit the question', () => {
    const said = (prompt: string) =>
      made.sessions.flatMap(({ conversation }) =>
        conversation
          .filter((_, at) => conversation[at - 1]?.prompt_id === prompt)
          .filter((turn) => turn.intent_name === 'affirm' || turn.intent_name === 'deny')
          .map((turn) => turn.text ?? ''),
      );
    expect(said('ask_lights').some((text) => /green/.test(text))).toBe(true);
    expect(said('ask_lights').filter((text) => /please|thank/.test(text))).toEqual([]);
    expect(said('ask_restarted').filter((text) => /it is|please|thank/.test(text))).toEqual([]);
    expect(said('ask_autopay').filter((text) => /it is|right|correct/.test(text))).toEqual([]);
  });

  it('plays every prompt that the scenario has', () => {
    const played = new Set(
      made.sessions.flatMap(({ conversation }) => conversation.map((turn) => turn.prompt_id)),
    );
    const prompts = Object.keys(loadScenario().languages.en?.words.prompts ?? {});
    expect(prompts.filter((prompt) => !played.has(prompt))).toEqual([]);
  });
});

describe('calling again', () => {
  it('happens at the time that the truth tells, but for the end of the run', () => {
    const calls = new Set(
      made.truths.map(({ caller, session_id }, at) => {
        expect(made.sessions[at]?.session_id).toBe(session_id);
        return `${caller.number} ${made.sessions[at]?.call_start_time}`;
      }),
    );
    const due = made.truths.filter(({ calls_again }) => calls_again !== null && calls_again < '2025-12-30');
    expect(due.length).toBeGreaterThan(500);
    expect(due.filter(({ caller, calls_again }) => !calls.has(`${caller.number} ${calls_again}`))).toEqual(
      [],
    );
  });
});
