import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Behind, Filter, SessionsQuestion } from '../../src/server/api.ts';
import { dataOf, listedOn, totalOn } from './read.ts';
import { type Site, SPRING, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await simulatedSite();
});
afterAll(() => site?.close());

const where = (field: string, value: string | null): Filter => ({ field, op: 'in', values: [value] });
const resolved = where('resolution_status', 'Resolved');
const behind = (metric: string): Behind => ({ metric, part: 'numerator' });

/** A number on the page, where it says how many calls it stands for, and those calls in the API's words. */
interface Case {
  readonly name: string;
  readonly selector: string;
  readonly says: 'n' | 'numerator' | 'count' | null;
  readonly calls: SessionsQuestion;
}
const CASES: readonly Case[] = [
  {
    name: 'the key figure of sessions',
    selector: '[data-kpi="sessions"]',
    says: 'n',
    calls: SPRING,
  },
  {
    name: 'the key figure of customers: the calls of known ones',
    selector: '[data-kpi="customers"]',
    says: null,
    calls: { ...SPRING, where: [{ field: 'customer_id', op: 'not_null' }] },
  },
  {
    name: 'the resolution rate',
    selector: '[data-kpi="resolution_rate"]',
    says: null,
    calls: { ...SPRING, where: [resolved] },
  },
  {
    name: 'the escalation rate',
    selector: '[data-kpi="escalation_rate"]',
    says: null,
    calls: { ...SPRING, behind: behind('escalation_rate') },
  },
  {
    name: 'the average call duration',
    selector: '[data-kpi="avg_call_duration"]',
    says: 'n',
    calls: { ...SPRING, where: [{ field: 'call_duration_sec', op: 'not_null' }] },
  },
  {
    name: 'a month',
    selector: '[data-panel="trend"] [data-key="2025-04-01"]',
    says: 'numerator',
    calls: { from: '2025-04-01', to: '2025-05-01', where: [resolved] },
  },
  {
    name: 'the bar of a topic',
    selector: '[data-panel="topics"] [data-key="Payment Issue"]',
    says: 'numerator',
    calls: { ...SPRING, where: [resolved, where('topic_name', 'Payment Issue')] },
  },
  {
    name: 'a cell of the calls without a topic',
    selector: '[data-cell][data-row="(none)"][data-status="Abandoned"]',
    says: 'count',
    calls: {
      ...SPRING,
      where: [where('topic_name', null), where('resolution_status', 'Abandoned')],
    },
  },
  {
    name: 'the sum of a column',
    selector: '[data-sum="Escalated"]',
    says: 'count',
    calls: { ...SPRING, where: [where('resolution_status', 'Escalated')] },
  },
  {
    name: 'a cell',
    selector: '[data-cell][data-row="Slow Internet"][data-status="Abandoned"]',
    says: 'count',
    calls: {
      ...SPRING,
      where: [where('topic_name', 'Slow Internet'), where('resolution_status', 'Abandoned')],
    },
  },
];

async function tabTo(page: Page, selector: string): Promise<void> {
  for (let steps = 0; steps < 90; steps++) {
    await page.keyboard.press('Tab');
    if ((await page.locator(selector).and(page.locator(':focus')).count()) === 1) return;
  }
  throw new Error(`Tab does not come to ${selector}`);
}

describe('a number opens exactly its calls', () => {
  it.each(CASES)('behind $name', async ({ selector, says, calls }) => {
    const page = await visit(site, SPRING_SEARCH);
    const mark = page.locator(selector);
    const [said] = await dataOf(mark);
    await mark.click();
    const { total, sessions } = await site.list(calls);
    await becomes(() => totalOn(page)).toBe(total);
    if (says) expect(Number(said?.[says])).toBe(total);
    expect(total).toBeGreaterThan(0);
    await becomes(() => listedOn(page)).toEqual(sessions.map((call) => call.session_id));
  });

  it('page by page, up to the last', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.locator('[data-panel="topics"] [data-key="Payment Issue"]').click();
    const more = page.getByRole('button', { name: 'Show more' });
    await becomes(() => listedOn(page)).toHaveLength(50);
    for (let seen = 50; await more.isVisible(); seen += 50) {
      await more.click();
      await becomes(async () => (await listedOn(page)).length > seen).toBe(true);
    }
    const ids = await listedOn(page);
    expect(ids).toHaveLength((await totalOn(page)) ?? 0);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of [ids[0], ids[60], ids.at(-1)]) {
      const call = await site.call(id ?? '');
      expect(call).toMatchObject({ topic_name: 'Payment Issue', resolution_status: 'Resolved' });
      expect(call.call_start_time > SPRING.from && call.call_start_time < SPRING.to).toBe(true);
    }
  });

  it('the whole of a rate too: the calls of its denominator', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const [tile] = await dataOf(page.locator('[data-kpi="resolution_rate"]'));
    await page.locator('[data-kpi="resolution_rate"]').click();
    await page.getByRole('button', { name: 'Calls with a status' }).click();
    await becomes(() => totalOn(page)).toBe(Number(tile?.n));
  });
});

describe('by keyboard alone', () => {
  it.each([
    ['a key figure', '[data-kpi]', 'Tab', 'escalation_rate'],
    ['a month', '[data-panel="trend"] [data-mark]', 'ArrowRight', '2025-04-01'],
    ['a bar', '[data-panel="topics"] [data-mark]', 'ArrowDown', null],
    ['a cell', '[data-panel="outcomes"] [data-walk]', 'ArrowRight', null],
  ])('%s opens and closes its calls, and has the focus again', async (_, marks, key, wanted) => {
    const page = await visit(site, SPRING_SEARCH);
    await tabTo(page, wanted && key === 'Tab' ? `${marks}[data-kpi="${wanted}"]` : marks);
    if (key !== 'Tab') await page.keyboard.press(key);
    const [mark = {}] = await dataOf(page.locator(':focus'));
    if (wanted) expect([mark.key, mark.kpi]).toContain(wanted);
    await page.keyboard.press('Enter');
    await becomes(() => listedOn(page)).not.toEqual([]);
    const calls = mark.count ?? mark.numerator;
    if (calls !== undefined) await becomes(() => totalOn(page)).toBe(Number(calls));
    // The focus stays at the mark, whose chart still shows all others; Esc leaves it, and again clears the choice.
    const chart = page.locator('[data-panel]').filter({ has: page.locator(':focus') });
    expect(await dataOf(page.locator(':focus'))).toMatchObject([mark]);
    await page.keyboard.press('Escape');
    if (!mark.kpi) await becomes(() => chart.count()).toBe(0);
    if (!mark.kpi) await page.keyboard.press('Escape');
    await page.locator('[data-calls]').waitFor({ state: 'detached' });
    expect(new URL(page.url()).search).toBe(SPRING_SEARCH);
  });

  it('a call is opened from the list, and Esc leads back one step at a time', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await tabTo(page, '[data-kpi="sessions"]');
    await page.keyboard.press('Enter');
    await becomes(() => listedOn(page)).toHaveLength(50);
    await page.keyboard.press('l');
    await tabTo(page, '[data-call]');
    const [call] = await dataOf(page.locator(':focus'));
    await page.keyboard.press('Enter');
    await page.locator(`[data-transcript="${call?.call}"]`).waitFor();
    await page.keyboard.press('Escape');
    await page.locator('[data-transcript]').waitFor({ state: 'detached' });
    expect(await totalOn(page)).not.toBeNull();
    await page.keyboard.press('Escape');
    await page.locator('[data-calls]').waitFor({ state: 'detached' });
  });
});

describe('a call', () => {
  it('shows why it ended so, and its transcript in order', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.locator('[data-kpi="escalation_rate"]').click();
    const { sessions } = await site.list({ ...SPRING, behind: behind('escalation_rate') });
    const id = sessions.find((each) => each.ivr_outcome_code === 'ESC_REQUESTED')?.session_id ?? '';
    await page.locator(`[data-call="${id}"]`).click();
    const transcript = page.locator(`[data-transcript="${id}"]`);
    const call = await site.call(id);
    await transcript.getByText(call.outcome_reason ?? 'no reason').waitFor();
    const lines = await transcript
      .getByRole('list', { name: 'Transcript' })
      .locator('> li')
      .allTextContents();
    let at = -1;
    for (const { speaker, text } of call.turns) {
      at = lines.findIndex(
        (line, index) => index > at && line.includes(text ?? '') && line.includes(speaker ?? ''),
      );
      expect(at, `${speaker}: ${text}`).toBeGreaterThanOrEqual(0);
    }
    const handOver = lines.findIndex((line) => line.includes('Handed over to an agent'));
    expect(lines[handOver + 1]).toContain(call.turns.find(({ speaker }) => speaker === 'Agent')?.text);
  });

  it('has an address: opened anew it is there, and back closes it', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.locator('[data-kpi="sessions"]').click();
    await page.locator('[data-call]').first().click();
    await page.locator('[data-transcript]').waitFor();
    const { search } = new URL(page.url());
    const [id = ''] = await listedOn(page);
    const again = await visit(site, search);
    await again.locator(`[data-transcript="${id}"]`).getByRole('list', { name: 'Transcript' }).waitFor();
    await page.goBack();
    await page.locator('[data-transcript]').waitFor({ state: 'detached' });
    expect(await totalOn(page)).not.toBeNull();
    await page.goBack();
    await page.locator('[data-calls]').waitFor({ state: 'detached' });
  });
});
