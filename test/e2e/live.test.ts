import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionRecord } from '../support/session.ts';
import { totalOn } from './read.ts';
import { type Site, siteOver } from './site.ts';
import { becomes, settled, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await siteOver([sessionRecord({ session_id: 'first' })]);
});
afterAll(() => site?.close());

describe('while the page is open', () => {
  it('new data is told, and shown when it is asked for', async () => {
    const page = await visit(site, '?range=all');
    const sessions = page.locator('[data-kpi="sessions"]');
    expect(await sessions.getAttribute('data-value')).toBe('1');
    await site.land('more.json', [sessionRecord({ session_id: 'second' })]);
    const pill = page.getByRole('status').getByRole('button', { name: 'New data' });
    await pill.waitFor();
    expect(await sessions.getAttribute('data-value')).toBe('1');
    await pill.press('Enter');
    await becomes(() => sessions.getAttribute('data-value')).toBe('2');
    await pill.waitFor({ state: 'detached' });
    await page.locator('main:focus').waitFor();
  });

  it('a tab that is looked at again shows what has come meanwhile', async () => {
    const page = await visit(site, '?range=all');
    const sessions = page.locator('[data-kpi="sessions"]');
    const before = Number(await sessions.getAttribute('data-value'));
    await site.land('night.json', [sessionRecord({ session_id: 'third' })]);
    await page.evaluate(`document.dispatchEvent(new Event('visibilitychange'))`);
    await becomes(() => sessions.getAttribute('data-value')).toBe(String(before + 1));
  });

  it('a lost connection is said, and mended', async () => {
    let isCut = true;
    const page = await visit(site, '?range=all', {
      tolerate: /^console: Failed to load resource/,
      prepare: (opened) => opened.route('**/api/live', (route) => (isCut ? route.abort() : route.continue())),
    });
    const lost = page.getByText('Connection lost');
    await lost.waitFor();
    isCut = false;
    await lost.waitFor({ state: 'detached' });
  });

  it('and what failed meanwhile comes by itself, page and list', async () => {
    let isCut = false;
    const page = await visit(site, '?range=all', {
      tolerate: /^console: Failed to load resource/,
      // A stream that ends at once is opened again and again: as often as the server is lost and found.
      prepare: (opened) =>
        opened.route('**/api/**', (route) => {
          if (isCut) return route.abort();
          if (!route.request().url().endsWith('/api/live')) return route.continue();
          return route.fulfill({ contentType: 'text/event-stream', body: 'retry: 100\n\n' });
        }),
    });
    isCut = true;
    await page.locator('[data-panel="topics"] [data-mark]').first().click();
    await page.getByText('The numbers could not be loaded.').waitFor();
    await page.getByText('The list could not be read.').waitFor();
    isCut = false;
    await settled(page);
    await becomes(() => totalOn(page)).toBeGreaterThan(0);
    await page.getByText('could not be').first().waitFor({ state: 'detached' });
  });
});
