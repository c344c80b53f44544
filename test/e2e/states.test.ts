import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedFor } from './expected.ts';
import { kpisOf, shownOn } from './read.ts';
import { emptySite, type Site, SPRING, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, settled, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
let empty: Site;
beforeAll(async () => {
  [site, empty] = await Promise.all([simulatedSite(), emptySite()]);
});
afterAll(() => Promise.all([site?.close(), empty?.close()]));

const API = '**/api/**';
/** Chromium itself writes a line for each failed request. */
const FAILED_REQUEST = /^console: Failed to load resource/;

/** Holds every request to the API back until it is let go. */
async function hold(page: Page): Promise<() => void> {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route(API, async (route) => {
    await held;
    await route.continue();
  });
  return release;
}

/** Sums what moved under the reader, as browsers do for "cumulative layout shift". */
const COUNT_SHIFTS = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;

describe('with nothing to show', () => {
  it('an empty warehouse says which command fills it', async () => {
    const page = await visit(empty, '', { state: 'empty' });
    const main = page.getByRole('main');
    await main.getByRole('heading', { name: 'No calls yet' }).waitFor();
    const commands = await main.locator('code').allTextContents();
    expect(commands).toEqual(expect.arrayContaining(['npx earshot demo', 'npx earshot ingest']));
    expect(await page.locator('[data-kpi]').count()).toBe(0);
  });

  it('a filter that no call passes says so, and leads back', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&topic_type=Nonsense`, { state: 'empty' });
    await page.getByRole('heading', { name: 'No call passes these filters' }).waitFor();
    await page.getByRole('main').getByText('Nonsense').waitFor();
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await becomes(() => shownOn(page)).toEqual(await expectedFor(site, SPRING));
  });

  it.each(['month=2025-99', 'day=soon', 'week=2025-99'])(
    '%s, which is no date, can be taken off again',
    async (filter) => {
      const tolerate = /^console: Failed to load resource/;
      const page = await visit(site, `${SPRING_SEARCH}&${filter}`, { state: 'error', tolerate });
      await page.getByRole('button', { name: /^Remove / }).click();
      await settled(page);
    },
  );

  it('dates without a call say where the calls are', async () => {
    const page = await visit(site, '?from=2019-01-01&to=2019-02-01', { state: 'empty' });
    await page.getByText('There are calls from 1 Jan').waitFor();
    await page.getByRole('button', { name: /^Show the last/ }).click();
    await settled(page);
  });
});

describe('when the API fails', () => {
  it.each([
    ['answers 500', (page: Page) => page.route(API, (route) => route.fulfill({ status: 500, body: 'oops' }))],
    ['is gone', (page: Page) => page.route(API, (route) => route.abort())],
  ])('%s: the page says so, and Retry works', async (_, prepare) => {
    const page = await visit(site, SPRING_SEARCH, { state: 'error', prepare, tolerate: FAILED_REQUEST });
    const alert = page.getByRole('main').getByRole('alert');
    await alert.getByRole('heading', { name: 'could not be loaded' }).waitFor();
    await page.unroute(API);
    await alert.getByRole('button', { name: 'Retry' }).click();
    await becomes(() => shownOn(page)).toEqual(await expectedFor(site, SPRING));
    expect(await alert.count()).toBe(0);
  });

  it('answers what cannot be drawn: the page says so, and Retry works', async () => {
    const prepare = (page: Page) =>
      page.route('**/api/query', async (route) => {
        const response = await route.fetch();
        const answer = await response.json();
        const previousPeriod = { ...answer.previousPeriod, to: 'no date' };
        await route.fulfill({ response, json: { ...answer, previousPeriod } });
      });
    const page = await visit(site, SPRING_SEARCH, { state: 'error', prepare });
    const alert = page.getByRole('main').getByRole('alert');
    await alert.getByRole('heading', { name: 'could not be shown' }).waitFor();
    await page.unroute('**/api/query');
    await alert.getByRole('button', { name: 'Retry' }).click();
    await becomes(() => shownOn(page)).toEqual(await expectedFor(site, SPRING));
    expect(await alert.count()).toBe(0);
  });

  it('names calls of the years 1 and 9999: the page shows what is between', async () => {
    const prepare = (page: Page) =>
      page.route('**/api/catalog', async (route) => {
        const response = await route.fetch();
        const calls = { firstCall: '0001-01-01T00:00:00.000Z', newestCall: '9999-12-31T23:59:59.000Z' };
        await route.fulfill({ response, json: { ...(await response.json()), ...calls } });
      });
    const page = await visit(site, SPRING_SEARCH, { prepare });
    await becomes(() => shownOn(page)).toEqual(await expectedFor(site, SPRING));
  });

  it('keeps what was loaded, and says since when', async () => {
    const page = await visit(site, SPRING_SEARCH, { tolerate: FAILED_REQUEST });
    const before = await kpisOf(page);
    await page.route(API, (route) => route.abort());
    await page.getByRole('button', { name: 'Day', exact: true }).click();
    await settled(page, 'error');
    await page.getByText(/was loaded at \d\d:\d\d/).waitFor();
    expect(await kpisOf(page)).toEqual(before);
  });

  it('a list that fails says so in its place, and Retry fills it', async () => {
    const page = await visit(site, SPRING_SEARCH, { tolerate: FAILED_REQUEST });
    await page.route('**/api/sessions', (route) => route.abort());
    await page.locator('[data-kpi="sessions"]').click();
    const dialog = page.locator('[data-calls]');
    await dialog.getByText('The list could not be read.').waitFor();
    await page.unroute('**/api/sessions');
    await dialog.getByRole('button', { name: 'Retry' }).click();
    await page.locator('[data-call]').first().waitFor();
  });
});

/** Upper edges, in whole pixels, of what is marked so; key figures by their tile. */
const topsOf = (page: Page, attribute: string, within = '') =>
  page.evaluate<Record<string, number>>(
    `Object.fromEntries([...document.querySelectorAll('${within} [${attribute}]')].map((each) => [
      each.getAttribute('${attribute}'),
      Math.round((each.closest('.kpi-tile') ?? each).getBoundingClientRect().top),
    ]))`,
  );

describe('while the API is slow', () => {
  it.each([
    ['a phone', 390, 844],
    ['a tablet', 768, 1024],
    ['a small laptop', 1280, 800],
    ['a desktop', 1600, 900],
  ])('on %s the first load says so, and nothing jumps when the numbers come', async (_, width, height) => {
    let release = () => {};
    const page = await visit(site, SPRING_SEARCH, {
      width,
      height,
      state: 'loading',
      prepare: async (page) => {
        await page.addInitScript(COUNT_SHIFTS);
        release = await hold(page);
      },
    });
    expect(await page.getByRole('main').getAttribute('aria-busy')).toBe('true');
    const held = await topsOf(page, 'data-holds');
    release();
    await settled(page);
    await page.locator('[data-mark]').first().waitFor();
    // What is loaded when it is scrolled to has no place in the frame.
    const {
      outcomes: lowest,
      more: _more,
      ...tops
    } = {
      ...(await topsOf(page, 'data-kpi', '.kpi-row')),
      ...(await topsOf(page, 'data-panel')),
    };
    // Where it stands beneath the other panel, it moves with the number of topics.
    expect(held).toMatchObject(width > 900 ? { ...tops, outcomes: lowest } : tops);
    // Google's line between good and not is 0.1.
    expect(await page.evaluate<number>('window.shifted')).toBeLessThan(0.02);
  });

  it('a change of filter keeps numbers and layout until the new ones are there', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&topic_type=Billing`);
    const places = () =>
      Promise.all(
        ['[data-kpi="sessions"]', '[data-panel="outcomes"]'].map((each) => page.locator(each).boundingBox()),
      );
    const [kpis, boxes] = [await kpisOf(page), await places()];
    const release = await hold(page);
    await page.getByRole('button', { name: 'Remove Topic type Billing' }).click();
    await settled(page, 'loading');
    expect(await kpisOf(page)).toEqual(kpis);
    expect(await places()).toEqual(boxes);
    release();
    await becomes(() => shownOn(page)).toEqual(await expectedFor(site, SPRING));
  });
});
