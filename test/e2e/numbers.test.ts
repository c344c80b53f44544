import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectedFor, RATE_OF, rateOf, STATUSES } from './expected.ts';
import { cellsOf, kpisOf, marksOf, shownOn } from './read.ts';
import { type Site, SPRING, SPRING_SEARCH, simulatedSite } from './site.ts';
import { useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await simulatedSite();
});
afterAll(() => site?.close());

const percent = (share: number | null) => `${((share ?? 0) * 100).toFixed(1)}\u00a0%`;

describe('the numbers of the page', () => {
  it('are the API’s: key figures, months, topics and outcomes', async () => {
    const page = await visit(site, SPRING_SEARCH);
    expect(await shownOn(page)).toEqual(await expectedFor(site, SPRING));
    const tiles = await page.locator('.kpi-row [data-kpi]').allInnerTexts();
    expect(tiles.map((text) => text.split('\n')[0])).toEqual([
      'Customers',
      'Chat Sessions',
      'Resolution Rate',
      'Escalation Rate',
      'Average Call Duration',
    ]);
  });

  it('tie out with one another: cells and bars sum to the key figures', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const [cells, kpis] = [Object.entries(await cellsOf(page)), await kpisOf(page)];
    const sum = (numbers: readonly (number | null)[]) =>
      numbers.reduce<number>((all, one) => all + (one ?? 0), 0);
    const sums = STATUSES.map((status) =>
      sum(cells.filter(([name]) => name.endsWith(`, ${status}`)).map(([, calls]) => calls)),
    );
    expect(sum(sums)).toBe(kpis.resolution_rate?.n);
    for (const [index, metric] of ['resolution_rate', 'escalation_rate'].entries())
      expect((sums[index] ?? 0) / sum(sums)).toBe(kpis[metric]?.value);
    for (const panel of ['trend', 'topics']) {
      const marks = await marksOf(page, panel);
      expect(sum(marks.map(({ numerator }) => numerator))).toBe(sums[0]);
      expect(sum(marks.map(({ denominator }) => denominator))).toBe(kpis.resolution_rate?.n);
    }
  });

  it('draw the average over all calls, not an average of bars', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const { rows } = await site.ask({ ...SPRING, metrics: ['resolution_rate'] });
    const overall = percent(rateOf(rows[0], 'resolution_rate').value);
    const chart = page.locator('[data-panel="topics"]');
    await chart.locator('svg').getByText(`average ${overall}`).waitFor();
    await page.locator('[data-kpi="resolution_rate"]').getByText(overall.slice(0, -2)).first().waitFor();
  });

  it('are the same as shares of a row and as a table', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const { rows } = await site.ask({ ...SPRING, metrics: Object.values(RATE_OF), by: ['topic_name'] });
    const refunds = rows.find((row) => row.key.topic_name === 'Refund Request');
    const shares = STATUSES.map((status) => percent(rateOf(refunds, RATE_OF[status]).value));
    const panel = page.locator('[data-panel="outcomes"]');

    await panel.getByRole('button', { name: 'Row %' }).click();
    const cells = panel.locator('[data-cell][data-row="Refund Request"]');
    expect((await cells.allInnerTexts()).map((text) => text.trim().replace(' %', '\u00a0%'))).toEqual(shares);

    await panel.getByRole('button', { name: 'Show as table' }).click();
    const numbers = await panel
      .getByRole('row', { name: 'Refund Request' })
      .getByRole('cell')
      .allTextContents();
    const calls = STATUSES.map((status) => String(rateOf(refunds, RATE_OF[status]).numerator));
    expect(numbers.slice(1)).toEqual(calls.flatMap((count, index) => [count, shares[index]]));
  });
});
