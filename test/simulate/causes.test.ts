import { beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/contract/fields.ts';
import { loadScenario } from '../../src/simulate/scenario/load.ts';
import { botLeg, run, YEAR } from './run.ts';

const TOPICS = Object.keys(loadScenario().topics);

let sessions: readonly Session[];
beforeAll(async () => {
  ({ sessions } = await run({ ...YEAR, sessions: 12_000, seed: 5 }));
});

const withCode = (...codes: string[]) => {
  const found = sessions.filter((session) => codes.includes(session.ivr_outcome_code ?? ''));
  expect(found.length).toBeGreaterThan(5);
  return found;
};
const customers = (session: Session) => session.conversation.filter((turn) => turn.speaker === 'Customer');
const events = (session: Session, event: string) =>
  session.conversation.filter((turn) => turn.event === event).length;
const prompted = (session: Session, prompt: string) =>
  session.conversation.some((turn) => turn.prompt_id === prompt);
const spokeToAgent = (session: Session) => session.conversation.some((turn) => turn.speaker === 'Agent');
const share = (list: readonly Session[], test: (session: Session) => boolean) =>
  list.filter(test).length / list.length;

describe('the outcome follows from the call', () => {
  it('escalated: handed over, and an agent spoke unless the caller left the queue', () => {
    for (const session of sessions) {
      const escalated = session.resolution_status === 'Escalated';
      expect(session.ivr_outcome_code?.startsWith('ESC_')).toBe(escalated);
      expect(session.escalation_flag).toBe(escalated ? 'Y' : 'N');
      expect(prompted(session, 'transfer')).toBe(escalated);
      expect(spokeToAgent(session)).toBe(escalated && session.ivr_outcome_code !== 'ESC_QUEUE_HANGUP');
    }
  });

  it('requested: the caller asked; no match: the bot failed again and again; policy and error: it says so', () => {
    for (const session of withCode('ESC_REQUESTED')) {
      expect(customers(session).some((turn) => turn.intent_name === 'agent_request')).toBe(true);
    }
    for (const session of withCode('ESC_NO_MATCH')) {
      const topic = session.topic_name?.toLowerCase().replaceAll(' ', '_');
      const mistaken = customers(session).filter(
        ({ intent_name }) => intent_name !== null && intent_name !== topic && TOPICS.includes(intent_name),
      ).length;
      if (topic !== undefined) expect(events(session, 'NoMatch') + mistaken).toBeGreaterThanOrEqual(2);
    }
    for (const session of withCode('ESC_POLICY')) expect(prompted(session, 'policy')).toBe(true);
    for (const session of withCode('ESC_ERROR')) expect(prompted(session, 'system_error_final')).toBe(true);
  });

  it('resolved: answered; confirmed only by a yes', () => {
    for (const session of withCode('RES_CONFIRMED', 'RES_IMPLIED')) {
      expect(session.conversation.some((turn) => turn.prompt_id?.startsWith('answer_'))).toBe(true);
    }
    for (const session of withCode('RES_CONFIRMED')) {
      expect(customers(session).some((turn) => turn.intent_name === 'affirm')).toBe(true);
    }
    for (const session of withCode('RES_IMPLIED')) expect(prompted(session, 'goodbye')).toBe(false);
  });

  it('abandoned: at the greeting nobody spoke, after silence three times nobody, after an error the bot said so', () => {
    for (const session of withCode('ABN_GREETING')) expect(session.conversation).toHaveLength(1);
    for (const session of withCode('ABN_NO_INPUT'))
      expect(events(session, 'NoInput')).toBeGreaterThanOrEqual(3);
    for (const session of withCode('ABN_SYSTEM')) {
      expect(['system_error_final', 'agents_closed']).toContain(session.conversation.at(-1)?.prompt_id);
    }
    for (const session of withCode('ABN_DIALOGUE')) expect(spokeToAgent(session)).toBe(false);
  });

  it('the system error flag is raised when a system failed, and only then', () => {
    for (const session of sessions) {
      expect(session.system_error_flag).toBe(prompted(session, 'system_error') ? 'Y' : 'N');
    }
  });

  it('the first detected intent is the initial one', () => {
    for (const session of sessions) {
      const first = customers(session).find((turn) => turn.intent_detected === 'Y');
      expect(session.initial_intent).toBe(first?.intent_name ?? null);
    }
  });
});

describe('recognition', () => {
  it('a bot turn after the caller says whether the caller was understood', () => {
    for (const session of sessions) {
      botLeg(session).forEach((turn, at, turns) => {
        const next = turns[at + 1];
        if (turn.speaker !== 'Customer' || next?.speaker !== 'Chatbot' || next.event === 'NoInput') return;
        expect(next.event).toBe(turn.intent_detected === 'Y' ? 'Match' : 'NoMatch');
      });
    }
  });

  it('scores are lower where the caller was not understood, and keys are sure', () => {
    const turns = sessions.flatMap(botLeg).filter((turn) => turn.speaker === 'Customer');
    const mean = (detected: string) => {
      const scores = turns
        .filter((turn) => turn.intent_detected === detected && turn.input_mode === 'Speech')
        .map((turn) => turn.confidence_score ?? Number.NaN);
      return scores.reduce((sum, score) => sum + score, 0) / scores.length;
    };
    expect(mean('N')).toBeLessThan(0.45);
    expect(mean('Y')).toBeGreaterThan(0.7);
    expect(
      turns.filter((turn) => turn.input_mode === 'DTMF').every((turn) => turn.confidence_score === 1),
    ).toBe(true);
  });

  it('callers are terse: half of their turns are one word, one in ten exceeds six', () => {
    const words = sessions
      .flatMap(botLeg)
      .filter((turn) => turn.speaker === 'Customer')
      .map((turn) => (turn.text ?? '').split(' ').length);
    const atMost = (n: number) => words.filter((count) => count <= n).length / words.length;
    expect(atMost(1)).toBeGreaterThan(0.4);
    expect(atMost(6)).toBeGreaterThan(0.9);
  });

  it('repeated failure to understand raises abandonment', () => {
    const abandoned = (session: Session) => session.resolution_status === 'Abandoned';
    const spoken = sessions.filter((session) => customers(session).length > 0);
    const often = spoken.filter((session) => events(session, 'NoMatch') >= 2);
    const never = spoken.filter((session) => events(session, 'NoMatch') === 0);
    expect(share(often, abandoned)).toBeGreaterThan(1.5 * share(never, abandoned));
  });
});

describe('outcomes in all', () => {
  it('lie where a telecom line has them, and differ by topic', () => {
    const status = (name: string, list = sessions) => share(list, (s) => s.resolution_status === name);
    expect(status('Resolved')).toBeGreaterThan(0.6);
    expect(status('Resolved')).toBeLessThan(0.7);
    expect(status('Escalated')).toBeGreaterThan(0.18);
    expect(status('Escalated')).toBeLessThan(0.25);
    const of = (topic: string) => sessions.filter((session) => session.topic_name === topic);
    expect(status('Resolved', of('Data Balance'))).toBeGreaterThan(
      status('Resolved', of('Cancel Service')) + 0.3,
    );
  });

  it('improve with the release of the bot that understands better', () => {
    const rate = (version: string) =>
      share(
        sessions.filter((session) => session.bot_version === version),
        (session) => session.resolution_status === 'Resolved',
      );
    expect(rate('3.6.0')).toBeGreaterThan(rate('3.4.0') + 0.02);
  });
});
