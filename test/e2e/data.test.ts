import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionRecord } from '../support/session.ts';
import { type Site, siteOver } from './site.ts';
import { becomes, useBrowser } from './visitor.ts';

const visit = useBrowser();

const callOn = (day: string, session_id: string) =>
  sessionRecord({
    session_id,
    call_start_time: `${day}T10:00:00Z`,
    call_end_time: `${day}T10:01:00Z`,
    call_duration_sec: 60,
    resolution_status: 'Resolved',
  });

let now = Date.parse('2025-09-01T00:00:00Z');
let site: Site;
beforeAll(async () => {
  site = await siteOver([callOn('2025-01-06', 'first'), callOn('2025-01-09', 'newest')], {
    now: () => new Date(now),
  });
});
afterAll(() => site?.close());

describe('the page Data', () => {
  it('says which day a late file changed, and how', async () => {
    const page = await visit(site, '?view=data');
    const late = page.locator('[data-panel="late"]');
    await late.getByText('No day that was over has changed.').waitFor();
    now += 60_000;
    await site.land('late <b>.json', [callOn('2025-01-06', 'late')]);
    await page.reload();
    await becomes(() => late.locator('tbody tr').count()).toBe(1);
    const cells = await late.locator('tbody tr > *').allInnerTexts();
    expect(cells.slice(0, 5)).toEqual(['6 Jan 2025', '1 → 2', '1 → 2', '0', '0']);
    expect(cells.at(-1)).toBe('late <b>.json');
    for (const [item, head] of [
      ['CSV of the table', '# What late files changed'],
      ['Parquet of the table', 'PAR1'],
    ] as const) {
      await late.getByRole('button', { name: /^Export/ }).click();
      const downloads = page.waitForEvent('download');
      await late.getByRole('button', { name: item }).click();
      const text = readFileSync(await (await downloads).path(), 'latin1');
      expect(text.startsWith(head), text.slice(0, 99)).toBe(true);
      if (head !== 'PAR1') expect(text).toContain('\r\n2025-01-06,1,2,1,2,0,0,0,0,2025-09-01T00:01:00.000Z,');
      await page.keyboard.press('Escape');
    }
  });

  it('offers each of its tables as a file, and no picture of what is no chart', async () => {
    const page = await visit(site, '?view=data');
    for (const panel of await page.locator('[data-panel]').all()) {
      await panel.getByRole('button', { name: /^Export/ }).click();
      await panel.getByRole('button', { name: 'CSV of the table' }).waitFor();
      expect(await panel.getByRole('button', { name: /chart$/ }).count()).toBe(0);
      await page.keyboard.press('Escape');
    }
  });
});
