import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionRecord } from '../support/session.ts';
import { type Site, siteOver } from './site.ts';
import { becomes, useBrowser } from './visitor.ts';

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
    await pill.click();
    await becomes(() => sessions.getAttribute('data-value')).toBe('2');
    await pill.waitFor({ state: 'detached' });
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
});
