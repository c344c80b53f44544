import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { planText } from '../../src/cli/deploy-text.ts';
import { commitBytes } from '../../src/deploy/gcp/commit-bytes.ts';
import { monthlyCosts } from '../../src/deploy/gcp/costs.ts';
import { limitsMet } from '../../src/deploy/gcp/limits.ts';
import { PRICES } from '../../src/deploy/gcp/prices.ts';
import { DEFAULT_VOLUME, TICKS } from '../../src/deploy/gcp/volume.ts';
import { runWords } from './in-process.ts';

const MILLION = { ...DEFAULT_VOLUME, sessionsPerDay: 1_000_000 };

describe('earshot deploy gcp --plan', () => {
  it('says in a pipe what would be made, each cost, and where prices are from', async () => {
    const ended = await runWords(['deploy', 'gcp', '--plan', '--sessions-per-day', '1000000']);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const plan = JSON.parse(ended.stdout);
    expect(plan.volume).toEqual(MILLION);
    expect(plan.costs).toEqual(monthlyCosts(MILLION));
    expect(plan.prices).toMatchObject({ read: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), currency: 'USD' });
    expect(plan.resources.length).toBeGreaterThan(10);
  });

  it('says the same to a person, with the sources of the prices', () => {
    const costs = monthlyCosts(MILLION);
    const text = planText(MILLION, costs);
    const shown = [...text.matchAll(/\$ *([\d,]+\.\d\d)$/gm)].map(([, usd = '']) =>
      Number(usd.replaceAll(',', '')),
    );
    expect(shown.length).toBe(costs.lines.length + 1);
    expect(shown.at(-1)).toBeCloseTo(costs.usd, 1);
    expect(shown.slice(0, -1).reduce((sum, usd) => sum + usd, 0)).toBeCloseTo(costs.usd, 0);
    for (const { source } of Object.values(PRICES)) expect(text).toContain(source);
  });

  it('takes free quotas off once, and grows by what comes in', () => {
    const small = monthlyCosts({ ...DEFAULT_VOLUME, sessionsPerDay: 100, viewsPerDay: 10, tickMinutes: 60 });
    // The committer stands for a quarter of each hour.
    expect(small.usd).toBeLessThan(10);
    const cpu = monthlyCosts({ ...MILLION, sessionsPerFile: 1 }).lines.filter(
      ({ priced }) => priced === 'cpuSec',
    );
    const sec = cpu.reduce((sum, { quantity }) => sum + quantity, 0);
    expect(cpu.reduce((sum, { usd }) => sum + usd, 0)).toBeCloseTo((sec - 180_000) * 0.000024, 6);
    const tenfold = monthlyCosts({ ...MILLION, sessionsPerDay: 10_000_000 });
    expect(tenfold.usd).toBeGreaterThan(4 * monthlyCosts(MILLION).usd);
  });

  it('counts what a person would count: a year of a million calls a day', () => {
    const files = monthlyCosts(MILLION).lines.find(({ what }) => what === 'session files');
    expect(files?.quantity).toBe(360 * 1_000_000 * 4400);
    expect(files?.usd).toBeCloseTo(((360 * 1e6 * 4400) / 2 ** 30 - 5) * 0.02, 6);
  });

  it('shows that rarer commits cost less', () => {
    const often = monthlyCosts({ ...MILLION, tickMinutes: 2 });
    const rarely = monthlyCosts({ ...MILLION, tickMinutes: 30 });
    expect(rarely.usd).toBeLessThan(often.usd / 10);
  });

  it('knows how many days a batch touches', () => {
    const touched = (tickMinutes: number) =>
      commitBytes({ ...DEFAULT_VOLUME, sessionsPerDay: 10_000, tickMinutes, months: 12 }).touchedShare;
    // As measured: 14, 139, 417 and 1,389 calls touch 16, 138, 257 and 343 of 348 days.
    const measured = [16, 138, 257, 343].map((days) => days / 348);
    for (const [index, tick] of [2, 20, 60, 200].entries())
      expect(Math.abs(touched(tick) - (measured[index] ?? 0))).toBeLessThan(0.05);
  });

  it('says where a volume meets a limit', () => {
    expect(limitsMet({ ...DEFAULT_VOLUME, sessionsPerDay: 10_000 })).toEqual([]);
    const [bytes] = limitsMet({ ...MILLION, tickMinutes: 60 });
    expect(bytes).toMatch(/A commit would read some 3\.\d TiB.*commit_max_bytes_billed/);
    const single = { ...MILLION, months: 1, sessionsPerFile: 1, tickMinutes: 240 };
    expect(limitsMet(single)).toEqual([
      expect.stringMatching(/^166,667 files come in .* takes some 6\d,000/),
    ]);
    expect(planText(single, monthlyCosts(single))).toContain('Mind: 166,667 files');
  });

  it('knows the ticks that deploy/gcp can be told, and no other', () => {
    const text = readFileSync(new URL('../../deploy/gcp/variables.tf', import.meta.url), 'utf8');
    const told = /variable "tick" \{.*?contains\(\[(.*?)\]/s.exec(text)?.[1] ?? '';
    expect(TICKS).toEqual(
      told.match(/\d+[mh]/g)?.map((one) => parseInt(one, 10) * (one.endsWith('h') ? 60 : 1)),
    );
  });

  it.each([
    [['deploy', 'gcp'], /--plan says what would be made.*\n.*Terraform/],
    [['deploy', 'aws', '--plan'], /cloud named "aws".*\n.*gcp/],
    [['deploy', 'gcp', '--plan', '--sessions-per-day', '0'], /--sessions-per-day is 0: it must be/],
    [['deploy', 'gcp', '--plan', '--tick-minutes', '1441'], /--tick-minutes is 1441/],
    [['deploy', 'gcp', '--plan', '--tick-minutes', '7'], /--tick-minutes is 7.*\n.*1, 2, 3, 4, 5, 6, 10/],
    [['deploy', 'gcp', '--plan', '--sessions-per-day', 'many'], /must be a whole number/],
  ])('%j is refused in words', async (words, message) => {
    const ended = await runWords(words);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toMatch(message);
  });
});
