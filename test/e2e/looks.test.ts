import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WEB_DIR } from '../../src/app/package.ts';
import { contrast } from '../../web/src/charts/contrast.ts';
import { expectedFor } from './expected.ts';
import { shownOn } from './read.ts';
import { type Site, SPRING, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await simulatedSite();
});
afterAll(() => site?.close());

const overhang = (page: Page) => page.evaluate<number>('document.scrollingElement.scrollWidth - innerWidth');

/** Of a colour as browsers compute it, "rgb(15, 23, 42)". */
const hexOf = (rgb: string) =>
  `#${(rgb.match(/\d+/g) ?? [])
    .slice(0, 3)
    .map((part) => Number(part).toString(16).padStart(2, '0'))
    .join('')}`;

describe('on a phone', () => {
  const PHONE = { width: 390, height: 844 };

  it('nothing is wider than the screen, and a call can be opened', async () => {
    const page = await visit(site, SPRING_SEARCH, PHONE);
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await page.locator('[data-panel="topics"] [data-mark]').first().click();
    await page.locator('[data-call]').first().click();
    await page.getByRole('list', { name: 'Transcript' }).locator('> li').first().waitFor();
    expect(await overhang(page)).toBeLessThanOrEqual(0);
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await page.getByRole('button', { name: 'Close' }).click();
    await page.locator('[data-calls]').waitFor({ state: 'detached' });
  });

  it('a table wider than the screen scrolls by keyboard', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&outcomes.as=table&topics.as=table`, PHONE);
    const table = page.getByRole('region', { name: 'Resolution rate by topic, table' });
    await table.focus();
    await page.keyboard.press('ArrowRight');
    await becomes(() =>
      table.evaluate((element: { scrollLeft: number }) => element.scrollLeft),
    ).toBeGreaterThan(0);
  });

  it('the panel of files and records is on the screen, whole', async () => {
    const page = await visit(site, SPRING_SEARCH, PHONE);
    await page.getByRole('button', { name: /quarantined$/ }).click();
    const box = await page.getByRole('group', { name: 'Files and records' }).boundingBox();
    expect(box?.x).toBeGreaterThanOrEqual(0);
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(PHONE.width);
  });

  it('the heads of a matrix do not touch, and each can be hit', async () => {
    const heads = (panel: string, what: string) =>
      `[...document.querySelectorAll('[data-panel="${panel}"] thead ${what}')].map((head) => {
        const { left, right, width } = head.getBoundingClientRect();
        return { left, right, width };
      })`;
    type Head = { left: number; right: number; width: number };
    const bot = await visit(site, `${SPRING_SEARCH}&view=bot`, PHONE);
    for (const { width } of await bot.evaluate<Head[]>(heads('exits', 'button')))
      expect(width).toBeGreaterThanOrEqual(24);
    for (const width of [390, 1440]) {
      const page = await visit(site, `${SPRING_SEARCH}&view=associations`, { width });
      const texts = `[...document.querySelectorAll('[data-panel="associations"] thead span')].map((head) => {
        const range = document.createRange();
        range.selectNodeContents(head);
        return range.getBoundingClientRect();
      }).map(({ left, right, width }) => ({ left, right, width }))`;
      const found = await page.evaluate<Head[]>(texts);
      for (const [index, { left }] of found.entries())
        if (index > 0) expect(left - (found[index - 1]?.right ?? 0)).toBeGreaterThanOrEqual(4);
    }
  });

  it('nothing shows beneath what closes the sheet', async () => {
    const page = await visit(site, SPRING_SEARCH, PHONE);
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    const beneath = await page.evaluate<string>(
      `document.elementFromPoint(40, innerHeight - 6).closest('li, label, .foot')?.className ?? 'sheet'`,
    );
    expect(beneath).toContain('foot');
  });

  it('the filters are in a sheet', async () => {
    const page = await visit(site, SPRING_SEARCH, PHONE);
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    const sheet = page.getByRole('dialog', { name: 'Filters' });
    await sheet.getByRole('button', { name: 'Topic type' }).click();
    await sheet.getByRole('checkbox', { name: 'Roaming' }).click();
    await sheet.getByRole('button', { name: 'Done' }).click();
    const where = [{ field: 'topic_type', op: 'in' as const, values: ['Roaming'] }];
    await becomes(() => shownOn(page)).toEqual(await expectedFor(site, { ...SPRING, where }));
    expect(await overhang(page)).toBeLessThanOrEqual(0);
  });
});

describe('light and dark', () => {
  /** What the key figures stand on: the nearest ground that is not transparent. */
  const groundOf = async (page: Page) =>
    hexOf(
      await page.evaluate<string>(`(() => {
        let element = document.querySelector('[data-kpi]');
        const ground = () => getComputedStyle(element).backgroundColor;
        while (ground() === 'rgba(0, 0, 0, 0)') element = element.parentElement;
        return ground();
      })()`),
    );
  /** Of every piece of text in the key figures. */
  const inksOf = async (page: Page) =>
    (
      await page.evaluate<string[]>(
        `[...document.querySelectorAll('[data-kpi] *')]
          .filter((each) => [...each.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
          .map((each) => getComputedStyle(each).color)`,
      )
    ).map(hexOf);

  it.each(['light', 'dark'] as const)(
    '%s follows the system, and the key figures can be read',
    async (scheme) => {
      const page = await visit(site, SPRING_SEARCH, { colorScheme: scheme });
      const [ground, inks] = [await groundOf(page), await inksOf(page)];
      expect(inks.length).toBeGreaterThan(10);
      for (const ink of inks) expect(contrast(ground, ink)).toBeGreaterThanOrEqual(4.5);
      expect(contrast(ground, '#ffffff') > 10).toBe(scheme === 'dark');

      await page.getByLabel('Theme').selectOption(scheme === 'dark' ? 'light' : 'dark');
      await becomes(() => groundOf(page)).not.toBe(ground);
      const other = await groundOf(page);
      await page.reload();
      await becomes(() => groundOf(page)).toBe(other);
    },
  );
});

describe('in forced colours', () => {
  it('the key of the confidence chart keeps the hues of its bars', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&view=bot`);
    await page.emulateMedia({ forcedColors: 'active' });
    const hues = await page.evaluate<string[]>(
      `[...document.querySelectorAll('[data-panel="confidence"] ul[aria-hidden] span')]
        .map((key) => getComputedStyle(key).backgroundColor)`,
    );
    expect(new Set(hues).size).toBe(3);
  });
});

describe('the key figures', () => {
  it.each([390, 1024, 1440])('stand level across tiles, %i px wide', async (width) => {
    const page = await visit(site, SPRING_SEARCH, { width });
    // Down from the tile's own edge: two tiles stand side by side on a phone.
    const offsets = await page.evaluate<number[][]>(
      `[...document.querySelectorAll('.kpi-row [data-kpi]')].map((tile) =>
        [...tile.children].map((line) =>
          Math.round(line.getBoundingClientRect().top - tile.getBoundingClientRect().top)))`,
    );
    for (const lines of offsets) expect(lines).toEqual(offsets[0]);
  });
});

describe('the page', () => {
  it('has its ground on the body too, for print and what lies beyond the edge', async () => {
    const page = await visit(site, SPRING_SEARCH, { colorScheme: 'dark' });
    const grounds = await page.evaluate<string[]>(
      `[document.documentElement, document.body].map((each) => getComputedStyle(each).backgroundColor)`,
    );
    expect(grounds.map(hexOf)).toEqual(['#0f172a', '#0f172a']);
  });

  it('weighs less than 150 kB of JavaScript and CSS, gzipped', () => {
    const assets = join(WEB_DIR, 'assets');
    const sizes = readdirSync(assets, { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.(js|css)$/.test(name))
      .map((name) => gzipSync(readFileSync(join(assets, name))).length);
    expect(sizes.length).toBeGreaterThan(1);
    expect(sizes.reduce((all, size) => all + size)).toBeLessThan(150_000);
  });
});
