import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PAGE_NAMES, type PageName } from '../../web/src/model/view.ts';
import { violationsOn } from './axe.ts';
import { dataOf, totalOn } from './read.ts';
import { emptySite, type Site, SPRING, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, settled, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
let empty: Site;
beforeAll(async () => {
  [site, empty] = await Promise.all([simulatedSite(), emptySite()]);
});
afterAll(() => Promise.all([site?.close(), empty?.close()]));

const searchOf = (view: PageName, more = '') => `${SPRING_SEARCH}&view=${view}${more}`;
const panelsOf = (page: Page) => page.locator('[data-panel]');
const WITH_FILTERS = PAGE_NAMES.filter((view) => view !== 'data');

describe.each(PAGE_NAMES)('the view %s', (view) => {
  it.each(['light', 'dark'] as const)('breaks no rule of axe, %s', async (colorScheme) => {
    const page = await visit(site, searchOf(view), { colorScheme });
    await panelsOf(page).first().waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });

  it('is no wider than a small phone, nor than half a screen at 200 %', async () => {
    for (const width of [360, 640]) {
      const page = await visit(site, searchOf(view), { width, height: 800 });
      await panelsOf(page).first().waitFor();
      expect(await page.evaluate('document.scrollingElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(
        0,
      );
    }
  });

  it('says what to do when the warehouse is empty, and when the API fails', async () => {
    const page = await visit(empty, `?view=${view}`, { state: 'empty' });
    await page.getByText('npx earshot demo').waitFor();
    const failing = await visit(site, searchOf(view), {
      state: 'error',
      prepare: (page) => page.route('**/api/**', (route) => route.abort()),
      tolerate: /^console: Failed to load resource/,
    });
    await failing.unroute('**/api/**');
    await failing.getByRole('button', { name: 'Retry' }).click();
    await settled(failing);
    await panelsOf(failing).first().waitFor();
  });

  it('is reached by its name, and its address restores it', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const names: Record<string, string> = { overview: 'Overview' };
    const title = names[view] ?? `${view[0]?.toUpperCase()}${view.slice(1)}`;
    await page
      .getByRole('navigation', { name: 'Views' })
      .getByRole('link', { name: title, exact: true })
      .click();
    await becomes(() => page.getByRole('main').getAttribute('data-view')).toBe(view);
    await settled(page);
    const panels = (await dataOf(panelsOf(page))).map(({ panel }) => panel);
    await page.reload();
    await settled(page);
    await becomes(async () => (await dataOf(panelsOf(page))).map(({ panel }) => panel)).toEqual(panels);
  });
});

describe.each(WITH_FILTERS)('the view %s under a filter that no call passes', (view) => {
  it('says so', async () => {
    const page = await visit(site, searchOf(view, '&region=Nowhere'), { state: 'empty' });
    await page.getByRole('heading', { name: 'No call passes these filters' }).waitFor();
  });
});

describe('charts of every view', () => {
  it.each(WITH_FILTERS.filter((view) => view !== 'calls'))(
    '%s: have a name, a sentence, one tab stop, and a table twin with as many rows as the chart has marks',
    async (view) => {
      const page = await visit(site, searchOf(view));
      const twins = page
        .locator('[data-panel]')
        .filter({ has: page.getByRole('button', { name: 'Show as table' }) });
      const count = await twins.count();
      expect(count).toBeGreaterThan(1);
      for (let index = 0; index < count; index++) {
        const panel = twins.nth(index);
        const name = (await dataOf(panel))[0]?.panel ?? '';
        expect(await panel.locator('.said').textContent(), name).toMatch(/\w.*[.]$/);
        expect(await panel.locator('[data-walk][tabindex="0"]').count(), name).toBe(1);
        expect(await panel.locator('[data-walk]').count(), name).toBeGreaterThan(1);
      }
    },
  );

  it('become tables, and the address says so', async () => {
    const page = await visit(site, searchOf('customers'));
    const panel = page.locator('[data-panel="regions"]');
    const bars = await panel.locator('[data-mark]').count();
    await panel.getByRole('button', { name: 'Show as table' }).click();
    await becomes(() => panel.locator('tbody tr').count()).toBe(bars);
    expect(new URL(page.url()).search).toContain('regions.as=table');
  });
});

describe('numbers tie out over the views', () => {
  const filter = '&region=North,South&topic_type!=Roaming';
  const where = [
    { field: 'region', op: 'in' as const, values: ['North', 'South'] },
    { field: 'topic_type', op: 'not_in' as const, values: ['Roaming'] },
  ];
  const sumOf = async (
    page: Page,
    panel: string,
    field: 'denominator' | 'value' | 'count',
    marks = '[data-mark]',
  ) =>
    (await dataOf(page.locator(`[data-panel="${panel}"] ${marks}`))).reduce(
      (sum, data) => sum + Number(data[field] ?? 0),
      0,
    );

  it('hours, weekdays, segments and outcomes are of the same calls', async () => {
    const { rows } = await site.ask({ ...SPRING, where, metrics: ['sessions', 'resolution_rate'] });
    const sessions = rows[0]?.values.sessions?.value;
    const time = await visit(site, searchOf('time', filter));
    expect(await sumOf(time, 'rhythm', 'value', '[data-cell]')).toBe(sessions);
    expect(await sumOf(time, 'hours', 'denominator')).toBe(sessions);
    expect(await sumOf(time, 'weekdays', 'denominator')).toBe(sessions);
    expect(await sumOf(time, 'volume', 'value')).toBe(sessions);
    const customers = await visit(site, searchOf('customers', filter));
    for (const panel of ['ages', 'plans', 'tenures'])
      expect(await sumOf(customers, panel, 'denominator'), panel).toBe(sessions);
    expect(await sumOf(customers, 'known', 'count', '[data-cell]')).toBe(sessions);
    // Its own axis is under all filters but the one that lies there.
    const all = await site.ask({ ...SPRING, where: where.slice(1), metrics: ['sessions'] });
    expect(await sumOf(customers, 'regions', 'denominator')).toBe(all.rows[0]?.values.sessions?.value);
  });

  it('the bot’s turns are those that its metrics are of', async () => {
    const { rows } = await site.ask({ ...SPRING, where, metrics: ['mean_confidence', 'no_match_rate'] });
    const bot = await visit(site, searchOf('bot', filter));
    expect(await sumOf(bot, 'confidence', 'count')).toBe(
      (rows[0]?.values.mean_confidence as { n: number } | undefined)?.n,
    );
    await bot.locator('[data-panel="utterances"]').scrollIntoViewIfNeeded();
    const silent = bot.locator('[data-panel="utterances"] .said').first();
    const n = (rows[0]?.values.no_match_rate as { numerator: number } | undefined)?.numerator;
    await becomes(() => silent.textContent()).toBe(`${n} turns, newest first.`);
  });

  it('what moved opens the calls of the period before where its number is of that', async () => {
    const page = await visit(site, searchOf('associations', filter));
    for (const what of ['share', 'value']) {
      const cell = page.locator(`[data-panel="moved"] [data-before="${what}"]`).first();
      const [{ n } = {}] = await dataOf(cell);
      await cell.click();
      await becomes(() => totalOn(page)).toBe(Number(n));
      await page.getByRole('heading', { name: /2024|Jan|Feb/ }).waitFor();
      await page.reload();
      await becomes(() => totalOn(page)).toBe(Number(n));
    }
  });

  it('the confidence of turns opens on shares: of counts one bar hides the others', async () => {
    const page = await visit(site, searchOf('bot'));
    const heights = await page
      .locator('[data-panel="confidence"] rect.Resolved')
      .evaluateAll((bars: { getBoundingClientRect(): { height: number } }[]) =>
        bars.map((bar) => bar.getBoundingClientRect().height),
      );
    expect(heights.length).toBeGreaterThan(8);
    const median = [...heights].sort((a, b) => a - b)[Math.floor(heights.length / 2)] ?? 0;
    expect(Math.max(...heights)).toBeLessThan(3 * median);
  });

  it('what moved sums to the change', async () => {
    const page = await visit(site, searchOf('associations', filter));
    const moved = await dataOf(page.locator('[data-panel="moved"] [data-col="together"]'));
    const sum = moved.reduce((all, { value }) => all + Number(value), 0);
    const compare = 'previous_period' as const;
    const { rows } = await site.ask({ ...SPRING, where, metrics: ['resolution_rate'], compare });
    expect(sum).toBeCloseTo(rows[0]?.change?.resolution_rate?.value ?? Number.NaN, 10);
  });
});
