import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from './axe.ts';
import { dataOf, marksOf, searchOf, totalOn } from './read.ts';
import { type Site, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, settled, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await simulatedSite();
});
afterAll(() => site?.close());

const hoursOn = async (page: Page) =>
  (await marksOf(page, 'trend')).filter(({ value }) => value !== null && value > 0);

/** Calls by hour as the API has them. */
async function asked(scope: { from: string; to: string; timeZone: string }) {
  const { rows } = await site.ask({ ...scope, metrics: ['sessions'], by: ['hour'] });
  return rows.map(({ key, values }) => ({ key: String(key.hour), value: values.sessions?.value }));
}

const AUTUMN_IN_SYDNEY = { from: '2025-04-05', to: '2025-04-08', timeZone: 'Australia/Sydney' };
const SPRING_IN_BERLIN = { from: '2025-03-24', to: '2025-04-07', timeZone: 'Europe/Berlin' };
const searchFor = ({ from, to, timeZone }: typeof SPRING_IN_BERLIN, more = '') =>
  `?from=${from}&to=${to}&zone=${timeZone}${more}&by=hour&trend.metric=sessions`;

describe('a chart by hour', () => {
  it('is offered for short ranges, and has what the API has where clocks change', async () => {
    const page = await visit(site, '?from=2025-03-24&to=2025-04-07&zone=Europe/Berlin&trend.metric=sessions');
    const trend = page.locator('[data-panel="trend"]');
    await trend.getByRole('button', { name: 'Hour', exact: true }).click();
    await becomes(async () => searchOf(page)).toBe(searchFor(SPRING_IN_BERLIN));
    await trend.getByRole('heading', { name: /by hour$/ }).waitFor();
    await settled(page);
    const marks = await marksOf(page, 'trend');
    // Fourteen days, one an hour short.
    expect(marks).toHaveLength(14 * 24 - 1);
    expect(marks.map(({ key }) => key)).not.toContain('2025-03-30T02:00');
    expect((await hoursOn(page)).map(({ key, value }) => ({ key, value }))).toEqual(
      await asked(SPRING_IN_BERLIN),
    );
    await trend.getByRole('button', { name: 'Show as table' }).click();
    await trend.getByRole('columnheader', { name: 'Hour' }).waitFor();
    expect(await trend.locator('tbody tr').count()).toBe(14 * 24 - 1);
  });

  it('has a repeated hour once, and says so', async () => {
    const page = await visit(site, searchFor(AUTUMN_IN_SYDNEY));
    const marks = await hoursOn(page);
    expect(marks.map(({ key, value }) => ({ key, value }))).toEqual(await asked(AUTUMN_IN_SYDNEY));
    const repeated = page.locator('[data-panel="trend"] [data-key="2025-04-06T02:00"]');
    expect(await repeated.getAttribute('aria-label')).toContain('6 Apr 2025, 02:00, clocks set back: ');
  });

  it('opens the calls of an hour, as many as its mark says, by mouse and by keyboard', async () => {
    const page = await visit(site, searchFor(AUTUMN_IN_SYDNEY));
    const [first, second] = (await hoursOn(page)).sort((a, b) => Number(b.value) - Number(a.value));
    const mark = (key = '') => page.locator(`[data-panel="trend"] [data-key="${key}"]`);
    await mark(first?.key).click();
    await becomes(async () => searchOf(page)).toContain(`&hour=${first?.key}&by=hour`);
    await becomes(() => totalOn(page)).toBe(first?.value);
    await settled(page);
    expect(await mark(second?.key).getAttribute('class')).toContain('dim');
    await mark(second?.key).focus();
    await page.keyboard.press('Shift+Enter');
    await becomes(() => totalOn(page)).toBe(Number(first?.value) + Number(second?.value));
    const [kpi] = await dataOf(page.locator('[data-kpi="sessions"]'));
    expect(Number(kpi?.n)).toBe(Number(first?.value) + Number(second?.value));
  });

  it('shows the chosen hours of a dense line, whose points are else too small to be seen', async () => {
    const [first, second] = (await asked(SPRING_IN_BERLIN)).map(({ key }) => key);
    const page = await visit(site, searchFor(SPRING_IN_BERLIN, `&hour=${first}`));
    const sizeOf = (key = '') =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('[data-panel="trend"] [data-key="${key}"] .dot')).r`,
      );
    await becomes(() => sizeOf(first)).toBe('4px');
    expect(Number.parseFloat(await sizeOf(second))).toBeLessThan(2);
  });

  it('is narrowed to hours that are marked, and to the days of many', async () => {
    const page = await visit(site, searchFor(AUTUMN_IN_SYDNEY));
    await page.locator('[data-panel="trend"] [data-walk][tabindex="0"]').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await becomes(async () => searchOf(page)).toContain('&hour=2025-04-05T00:00,2025-04-05T01:00&by=hour');
    await page.goBack();
    await settled(page);
    const box = (key: string) => page.locator(`[data-panel="trend"] [data-key="${key}"] .hit`).boundingBox();
    const [from, to] = [await box('2025-04-05T03:00'), await box('2025-04-06T14:00')];
    await page.mouse.move((from?.x ?? 0) + 2, (from?.y ?? 0) + 150);
    await page.mouse.down();
    await page.mouse.move((to?.x ?? 0) + 2, (to?.y ?? 0) + 150, { steps: 5 });
    await page.mouse.up();
    await becomes(async () => searchOf(page)).toContain('?from=2025-04-05&to=2025-04-07&');
    expect(searchOf(page)).toContain('&by=hour');
  });

  it('ends with the hour of the newest call, which is not over', async () => {
    const page = await visit(site, '?range=7d&by=hour&trend.metric=sessions');
    const last = page.locator('[data-panel="trend"] [data-mark]').last();
    expect(await last.getAttribute('aria-label')).toContain(', not whole: ');
    expect(Number(await last.getAttribute('data-value'))).toBeGreaterThan(0);
  });

  it.each(['light', 'dark'] as const)('breaks no rule of axe, %s', async (colorScheme) => {
    const page = await visit(site, searchFor(SPRING_IN_BERLIN), { colorScheme });
    expect(await violationsOn(page)).toEqual([]);
  });

  it('is neither offered nor shown for longer ranges', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&by=hour`);
    const trend = page.locator('[data-panel="trend"]');
    await trend.getByRole('heading', { name: /by month$/ }).waitFor();
    expect(await trend.getByRole('button', { name: 'Hour', exact: true }).count()).toBe(0);
  });
});
