import { readFileSync } from 'node:fs';
import type { Download, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Site, SPRING, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await simulatedSite();
});
afterAll(() => site?.close());

async function taken(page: Page, panel: string, item: string): Promise<{ name: string; bytes: Buffer }> {
  const scope = page.locator(`[data-panel="${panel}"]`);
  await scope.getByRole('button', { name: /^Export/ }).click();
  const downloads: Promise<Download> = page.waitForEvent('download');
  await scope.getByRole('button', { name: item }).click();
  const download = await downloads;
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

const rowsOf = (bytes: Buffer) =>
  bytes
    .toString('utf8')
    .split('\r\n')
    .filter((line) => line && !/^"?#/.test(line));

describe('a chart is taken along', () => {
  it('as CSV: the API’s numbers, under the filters of the page', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&region=North`);
    const { name, bytes } = await taken(page, 'topics', 'CSV of the table');
    expect(name).toBe('earshot-topics.csv');
    const where = [{ field: 'region', op: 'in' as const, values: ['North'] }];
    const { rows } = await site.ask({
      ...SPRING,
      where,
      metrics: ['sessions', 'resolution_rate'],
      by: ['topic_name'],
    });
    const [head, ...lines] = rowsOf(bytes);
    expect(head?.split(',').slice(0, 3)).toEqual(['topic_name', 'sessions', 'resolution_rate']);
    expect(lines.map((line) => line.split(',').slice(0, 3))).toEqual(
      rows.map((row) =>
        [row.key.topic_name ?? '(none)', row.values.sessions?.value, row.values.resolution_rate?.value].map(
          String,
        ),
      ),
    );
    expect(bytes.toString()).toContain('region is North');
  });

  it('as Parquet, the same table', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const { name, bytes } = await taken(page, 'topics', 'Parquet of the table');
    expect(name).toBe('earshot-topics.parquet');
    expect([bytes.subarray(0, 4), bytes.subarray(-4)].map(String)).toEqual(['PAR1', 'PAR1']);
    expect(bytes.includes('earshot_data_version')).toBe(true);
  });

  it('as SVG: shapes and text alone, each value among them', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const { name, bytes } = await taken(page, 'topics', 'SVG of the chart');
    expect(name).toBe('earshot-topics.svg');
    const svg = bytes.toString();
    const elements = new Set([...svg.matchAll(/<([a-zA-Z]+)/g)].map(([, element]) => element));
    expect([...elements].sort()).toEqual(expect.arrayContaining(['rect', 'svg', 'text']));
    for (const element of elements)
      expect(['svg', 'rect', 'text', 'line', 'path', 'circle']).toContain(element);
    const { rows } = await site.ask({ ...SPRING, metrics: ['resolution_rate'], by: ['topic_name'] });
    for (const row of rows) {
      expect(svg).toContain(String(row.key.topic_name ?? '(none)'));
      expect(svg).toContain(`${((row.values.resolution_rate?.value ?? 0) * 100).toFixed(1)}\u00a0%`);
    }
  });

  it.each(['topics', 'outcomes'])('%s as PNG, twice as large as on the page', async (panel) => {
    const page = await visit(site, SPRING_SEARCH);
    const box = await page.locator(`[data-panel="${panel}"]`).boundingBox();
    const { bytes } = await taken(page, panel, 'PNG of the chart');
    expect(bytes.subarray(1, 4).toString()).toBe('PNG');
    expect(bytes.readUInt32BE(16)).toBe(2 * (Math.ceil(box?.width ?? 0) + 24));
  });
});

describe('the calls behind a number', () => {
  it('are a CSV of all pages', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.locator('[data-kpi="escalation_rate"]').click();
    const dock = page.locator('[data-calls]');
    await dock.getByRole('button', { name: /^Export/ }).click();
    const downloads = page.waitForEvent('download');
    await dock.getByRole('button', { name: 'CSV of the table' }).click();
    const rows = rowsOf(readFileSync(await (await downloads).path()));
    const behind = { metric: 'escalation_rate', part: 'numerator' as const };
    const { total } = await site.list({ ...SPRING, behind, limit: 1 });
    expect(total).toBeGreaterThan(50);
    expect(rows).toHaveLength(total + 1);
  });
});

describe('on paper', () => {
  it('the page has its charts and what was asked, and nothing to press', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&region=North`);
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.locator('.panel-tools').first().isVisible()).toBe(false);
    await page.getByText(/Region North · times in UTC · data version \d/).waitFor();
    await page.locator('[data-panel="topics"] svg').first().waitFor();
  });

  it('it is light, each chart is whole on narrower paper, and no figure is missing', async () => {
    const page = await visit(site, SPRING_SEARCH, { width: 1440, colorScheme: 'dark' });
    await page.evaluate(`window.print = () => { document.title = 'printing'; }`);
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await page.getByRole('button', { name: 'Print' }).click();
    await becomes(() => page.title()).toBe('printing');
    expect(await page.locator('[data-panel="more"] [data-kpi]').count()).toBe(10);

    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    const paper = 'getComputedStyle(document.documentElement).backgroundColor';
    await becomes(() => page.evaluate(paper)).toBe('rgb(255, 255, 255)');
    const overhang = await page.evaluate<number[]>(`(() => {
      document.body.style.width = '680px';
      return [...document.querySelectorAll('[data-panel] svg')].map((svg) => svg.getBoundingClientRect().right - 680);
    })()`);
    expect(Math.max(...overhang)).toBeLessThanOrEqual(0);
  });

  const noteOf = (page: Page, selector: string) =>
    page.evaluate<string>(
      `getComputedStyle(document.querySelector('${selector}'), '::before').getPropertyValue('content')`,
    );

  it('Ctrl+P prints when all is loaded, also what was never scrolled to', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.evaluate(`window.print = () => {
      document.title = 'printing ' + document.querySelectorAll('[data-panel="more"] [data-kpi]').length;
    }`);
    expect(await page.locator('[data-panel="more"] [data-kpi]').count()).toBe(0);
    await page.keyboard.press('Control+p');
    await becomes(() => page.title()).toBe('printing 10');
    await page.emulateMedia({ media: 'print' });
    expect(await noteOf(page, '[data-panel="more"]')).toBe('none');
  });

  /** Numbers that are asked for from now on wait. */
  async function holdAnswers(page: Page): Promise<() => void> {
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/query', async (route) => {
      await held;
      await route.continue();
    });
    return answer;
  }

  it('says that it waits for the answers', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.evaluate(`window.print = () => { document.title = 'printing'; }`);
    const answer = await holdAnswers(page);
    const told = page.getByText('Loading the whole page, then it prints');
    await page.keyboard.press('Control+p');
    await told.waitFor();
    answer();
    await becomes(() => page.title()).toBe('printing');
    expect(await told.count()).toBe(0);
  });

  it('what was not loaded in time says so', async () => {
    const page = await visit(site, SPRING_SEARCH);
    expect(await noteOf(page, '[data-panel="more"]')).toBe('none');
    const answer = await holdAnswers(page);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(`dispatchEvent(new Event('beforeprint'))`);
    expect(await noteOf(page, '[data-panel="more"]')).toContain('choose Print under Views');
    answer();
    await becomes(() => noteOf(page, '[data-panel="more"]')).toBe('none');
    expect(await page.locator('[data-panel="more"] [data-kpi]').count()).toBe(10);
  });
});
