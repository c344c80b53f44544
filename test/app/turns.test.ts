import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Serving, serve } from '../../src/app/serve.ts';
import { runSimulation } from '../../src/app/simulation.ts';
import { fixedClock } from '../../src/base/clock.ts';
import { loadConfig } from '../../src/base/config.ts';
import { silentLog } from '../../src/base/log.ts';
import type {
  Answer,
  CallersAnswer,
  ConfidenceAnswer,
  ExitsAnswer,
  Holding,
  IntentsAnswer,
  MeanValue,
  RateValue,
  Scope,
  SessionDetail,
  SessionsAnswer,
  TranscriptTurn,
  UtterancesAnswer,
} from '../../src/server/api.ts';
import { tempDir } from '../support/temp-dir.ts';

let serving: Serving;
let calls: SessionDetail[];

beforeAll(async () => {
  const config = loadConfig({ data: tempDir(), port: '0', workers: '0' }, {});
  const effects = { log: silentLog, clock: fixedClock('2025-06-01T00:00:00Z'), env: {}, command: 'test' };
  await runSimulation(config, { sessions: 400, from: '2025-02-15', to: '2025-05-01', seed: 6 }, effects);
  serving = await serve(config, effects);
  await serving.client.ingest(() => {});
  const { sessions } = await ask<SessionsAnswer>('sessions', { limit: 500 });
  calls = await Promise.all(
    sessions.map(({ session_id }) =>
      serving.client.request<SessionDetail>('GET', `/api/sessions/${session_id}`),
    ),
  );
});
afterAll(() => serving?.close());

const ask = <T>(path: string, body: object) => serving.client.request<T>('POST', `/api/${path}`, body);

const scopes: fc.Arbitrary<Scope> = fc.record(
  {
    where: fc.constantFrom(
      [],
      [{ field: 'topic_type', op: 'in' as const, values: ['Billing', null] }],
      [{ field: 'resolution_status', op: 'not_in' as const, values: ['Resolved'] }],
    ),
    from: fc.constantFrom('2025-02-15T00:00:00Z', '2025-03-10T06:30:00Z'),
    to: fc.constantFrom('2025-05-01T00:00:00Z', '2025-04-06T12:00:00Z'),
  },
  { requiredKeys: [] },
);

function inside({ where = [], from = '', to = '9' }: Scope): SessionDetail[] {
  const [filter] = where;
  return calls.filter((call) => {
    if (call.call_start_time < from || call.call_start_time >= to) return false;
    if (filter?.field === 'topic_type') return call.topic_type === 'Billing' || call.topic_type === null;
    return filter === undefined || call.resolution_status !== 'Resolved';
  });
}

function botLeg({ turns }: SessionDetail): readonly TranscriptTurn[] {
  const agent = turns.findIndex(({ speaker }) => speaker === 'Agent');
  return agent < 0 ? turns : turns.slice(0, agent);
}

const counted = <T>(values: readonly T[]) => {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

const held = (scope: Scope, holding: Holding) =>
  ask<SessionsAnswer>('sessions', { ...scope, holding, limit: 500 });

async function expectHeld(scope: Scope, holding: Holding, wanted: readonly SessionDetail[]): Promise<void> {
  const { sessions } = await held(scope, holding);
  expect(sessions.map(({ session_id }) => session_id)).toEqual(wanted.map(({ session_id }) => session_id));
}

const forScopes = (check: (scope: Scope, found: SessionDetail[]) => Promise<void>, numRuns = 6) =>
  fc.assert(
    fc.asyncProperty(scopes, (scope) => check(scope, inside(scope))),
    { numRuns, seed: 61 },
  );

describe('turns, against the transcripts themselves', () => {
  it('by confidence and outcome, and as many as the mean is of', async () => {
    await forScopes(async (scope, found) => {
      const { bins } = await ask<ConfidenceAnswer>('turns/confidence', scope);
      const scored = found.flatMap((call) =>
        botLeg(call).flatMap(({ speaker, confidence_score: score }) =>
          speaker === 'Customer' && score !== null
            ? [
                `${Math.min(19, Math.floor(Math.round(score * 1e6) / 50_000))} ${call.resolution_status ?? '(none)'}`,
              ]
            : [],
        ),
      );
      const got = bins.flatMap(({ turns }, bin) =>
        Object.entries(turns).map(([status, n]) => [`${bin} ${status}`, n] as const),
      );
      expect(new Map(got)).toEqual(counted(scored));
      const within = found.filter((call) =>
        botLeg(call).some(
          ({ speaker, confidence_score: score }) =>
            speaker === 'Customer' && score !== null && score >= 0.55 && score < 0.6,
        ),
      );
      await expectHeld(scope, { what: 'confidence', from: 0.55, to: 0.6 }, within);
      const { rows } = await ask<Answer>('query', { ...scope, metrics: ['mean_confidence'] });
      expect((rows[0]?.values.mean_confidence as MeanValue | undefined)?.n).toBe(scored.length);
    });
  });

  it('by intent', async () => {
    await forScopes(async (scope, found) => {
      const { intents } = await ask<IntentsAnswer>('turns/intents', { ...scope, below: 0.6 });
      const judged = found.flatMap((call) =>
        botLeg(call).filter(
          ({ speaker, intent_detected }) => speaker === 'Customer' && intent_detected !== null,
        ),
      );
      expect(new Map(intents.map(({ intent, turns }) => [intent, turns]))).toEqual(
        counted(judged.map(({ intent_name }) => intent_name)),
      );
      const ofIntent = (name: string | null) =>
        found.filter((call) =>
          botLeg(call).some(
            (turn) =>
              turn.speaker === 'Customer' && turn.intent_detected !== null && turn.intent_name === name,
          ),
        );
      for (const intent of [null, 'affirm'])
        await expectHeld(scope, { what: 'intent', intent }, ofIntent(intent));
      for (const { intent, low, mean_confidence } of intents) {
        const scores = judged
          .filter(({ intent_name }) => intent_name === intent)
          .flatMap(({ confidence_score }) => confidence_score ?? []);
        expect(low).toBe(scores.filter((score) => score < 0.6).length);
        if (scores.length)
          expect(mean_confidence).toBeCloseTo(scores.reduce((a, b) => a + b) / scores.length, 9);
      }
    });
  });

  it.each([
    ['no_match', 'NoMatch', 'no_match_rate'],
    ['no_input', 'NoInput', 'no_input_rate'],
  ] as const)(
    '%s: each event with what was said and asked before, as many as the rate counts',
    async (kind, event, metric) => {
      await forScopes(async (scope, found) => {
        const answer = await ask<UtterancesAnswer>('turns/utterances', { ...scope, kind, limit: 500 });
        const events = found.flatMap((call) =>
          botLeg(call)
            .filter((turn) => turn.event === event)
            .map((turn) => `${call.session_id} ${turn.turn_number}`),
        );
        expect(answer.utterances.map((each) => `${each.session_id} ${each.turn_number}`).sort()).toEqual(
          events.sort(),
        );
        const { rows } = await ask<Answer>('query', { ...scope, metrics: [metric] });
        expect(answer.total).toBe((rows[0]?.values[metric] as RateValue | undefined)?.numerator);
        for (const { session_id, turn_number, text, asked } of answer.utterances) {
          const turns = found.find((call) => call.session_id === session_id)?.turns ?? [];
          const [two, one] = turns.slice(Math.max(0, turn_number - 3), turn_number - 1).slice(-2);
          if (kind === 'no_match') expect([text, asked]).toEqual([one?.text ?? null, two?.text ?? null]);
          else expect([text, asked]).toEqual([null, (one ?? two)?.text ?? null]);
        }
      }, 4);
    },
  );

  it('of low confidence, with a text that is sought, page by page', async () => {
    const question = { kind: 'low_confidence', below: 0.55 };
    const all = await ask<UtterancesAnswer>('turns/utterances', { ...question, limit: 500 });
    const low = calls.flatMap((call) =>
      botLeg(call).filter(
        ({ speaker, confidence_score: score }) => speaker === 'Customer' && score !== null && score < 0.55,
      ),
    );
    expect(all.total).toBe(low.length);
    const pages = await Promise.all(
      [0, 20, 40].map((offset) =>
        ask<UtterancesAnswer>('turns/utterances', { ...question, offset, limit: 20 }),
      ),
    );
    expect(pages.flatMap(({ utterances }) => utterances)).toEqual(all.utterances.slice(0, 60));
    const word =
      all.utterances
        .find(({ text }) => (text ?? '').length > 3)
        ?.text?.slice(1, 4)
        .toUpperCase() ?? '';
    const found = await ask<UtterancesAnswer>('turns/utterances', { ...question, text: word, limit: 500 });
    const has = (text: string | null) => text?.toUpperCase().includes(word) ?? false;
    expect(found.utterances).toEqual(all.utterances.filter(({ text, asked }) => has(text) || has(asked)));
    expect(found.total).toBeGreaterThan(0);
  });

  it('where calls are given up and handed over', async () => {
    await forScopes(async (scope, found) => {
      const { prompts } = await ask<ExitsAnswer>('turns/exits', scope);
      const promptsOf = (call: SessionDetail) =>
        botLeg(call).filter(({ speaker, prompt_id }) => speaker === 'Chatbot' && prompt_id !== null);
      const heard = found.flatMap((call) => [...new Set(promptsOf(call).map(({ prompt_id }) => prompt_id))]);
      expect(new Map(prompts.map((each) => [each.prompt_id, each.heard]))).toEqual(counted(heard));
      const ends = (status: string) =>
        counted(
          found
            .filter((call) => call.resolution_status === status)
            .flatMap((call) => {
              const said = botLeg(call).findLast(({ speaker }) => speaker === 'Customer')?.turn_number ?? 0;
              const last = promptsOf(call).findLast(
                (turn) => status === 'Abandoned' || turn.turn_number < said,
              );
              return last?.prompt_id ?? [];
            }),
        );
      for (const [part, status] of [
        ['abandoned', 'Abandoned'],
        ['escalated', 'Escalated'],
      ] as const) {
        const got = prompts.filter((each) => each[part].numerator > 0);
        const [first] = got;
        if (first) {
          const { sessions } = await held(scope, { what: 'exit', prompt: first.prompt_id });
          const those = sessions.filter((call) => call.resolution_status === status);
          expect(those).toHaveLength(first[part].numerator);
        }
        expect(new Map(got.map((each) => [each.prompt_id, each[part].numerator]))).toEqual(ends(status));
      }
    });
  });
});

describe('customers by how often they call', () => {
  it('are all customers, and their calls all that have one', async () => {
    await forScopes(async (scope, found) => {
      const { callers, most } = await ask<CallersAnswer>('callers', scope);
      const each = [...counted(found.flatMap(({ customer_id }) => customer_id ?? [])).values()];
      expect(new Map(callers.map(({ calls: n, customers }) => [n, customers]))).toEqual(
        counted(each.map((n) => Math.min(n, most))),
      );
      const twice = found.filter(
        ({ customer_id: id }) =>
          id !== null && found.filter((other) => other.customer_id === id).length === 2,
      );
      await expectHeld(scope, { what: 'calls', calls: 2 }, twice);
      expect(callers.reduce((sum, { sessions }) => sum + sessions, 0)).toBe(each.reduce((a, b) => a + b, 0));
    });
  });
});

describe('the text of transcripts', () => {
  it('is searched whatever its case, and finds exactly the calls that hold it', async () => {
    for (const text of ['BILL', 'agent', '%', "'"]) {
      const { sessions, total } = await ask<SessionsAnswer>('sessions', { text, limit: 500 });
      const holding = calls.filter(({ turns }) =>
        turns.some((turn) => turn.text?.toLowerCase().includes(text.toLowerCase())),
      );
      expect(sessions.map(({ session_id }) => session_id)).toEqual(
        holding.map(({ session_id }) => session_id),
      );
      expect(total).toBe(holding.length);
    }
  });
});
