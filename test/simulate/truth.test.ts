import { beforeAll, describe, expect, it } from 'vitest';
import { type Run, run, YEAR } from './run.ts';

let made: Run;
beforeAll(async () => {
  made = await run({ ...YEAR, sessions: 3000, seed: 12, truth: true });
});

describe('the truth beside the log', () => {
  it('has a line for each session, in the same order, and changes no byte of it', async () => {
    expect(made.truths.map((truth) => truth.session_id)).toEqual(
      made.sessions.map((session) => session.session_id),
    );
    expect((await run({ ...YEAR, sessions: 3000, seed: 12 })).sha256).toBe(made.sha256);
  });

  it('says what each caller turn was for and what was really said', () => {
    made.truths.forEach((truth, at) => {
      const turns = made.sessions[at]?.conversation.filter((turn) => turn.speaker === 'Customer') ?? [];
      expect(truth.said).toHaveLength(turns.length);
      turns.forEach((turn, nth) => {
        if (turn.input_mode === 'DTMF') expect(turn.text).toBe(truth.said[nth]?.text);
      });
    });
  });

  it('knows who calls when the log does not, and that they are the same person', () => {
    const withheld = made.truths.filter((_, at) => made.sessions[at]?.customer_id === null);
    expect(withheld.length).toBeGreaterThan(20);
    expect(new Set(withheld.map((truth) => truth.caller.number)).size).toBeLessThan(withheld.length);
  });

  it('tells the calls that only seem resolved, and when their callers call again', () => {
    const seeming = made.truths.filter(
      (truth, at) => made.sessions[at]?.resolution_status === 'Resolved' && !truth.need.met,
    );
    const again = seeming.filter((truth) => truth.calls_again !== null);
    expect(again.length / seeming.length).toBeGreaterThan(0.6);
    expect(again.length / seeming.length).toBeLessThan(0.8);
  });

  it('scores of a calibrated release are right as often as they say; an over-confident one claims more', () => {
    const gapOf = (version: string) => {
      let [claimed, right, turns] = [0, 0, 0];
      made.truths.forEach((truth, at) => {
        const session = made.sessions[at];
        const said = session?.conversation.filter((turn) => turn.speaker === 'Customer') ?? [];
        if (session?.bot_version !== version) return;
        said.forEach((turn, nth) => {
          const isNeed = truth.said[nth]?.role === truth.need.topic;
          if (!isNeed || turn.input_mode !== 'Speech' || turn.intent_detected !== 'Y') return;
          claimed += turn.confidence_score ?? 0;
          right += turn.intent_name === truth.need.topic ? 1 : 0;
          turns++;
        });
      });
      return (claimed - right) / turns;
    };
    expect(Math.abs(gapOf('3.4.0'))).toBeLessThan(0.015);
    expect(gapOf('3.5.0')).toBeGreaterThan(0.02);
  });
});
