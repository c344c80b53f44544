import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Site, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await simulatedSite();
});
afterAll(() => site?.close());

describe('notes on the time axis', () => {
  it('are written on the page, drawn, listed, kept, and taken off', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&zone=Europe/Zurich`);
    await page.getByRole('button', { name: 'Add a note' }).click();
    const form = page.getByRole('group', { name: 'Notes on the time axis' });
    await form.getByLabel('Kind').selectOption('Outage');
    await form.getByLabel('From').fill('2025-04-10T08:30');
    await form.getByLabel('To', { exact: true }).fill('2025-04-12T20:00');
    await form.getByLabel('Text').fill('<b>Line</b> down');
    await form.getByRole('button', { name: 'Write the note' }).click();
    await form.getByText('Written: <b>Line</b> down').waitFor();
    const again = await visit(site, `${SPRING_SEARCH}&zone=Europe/Zurich`);
    const list = again.getByRole('list', { name: 'Notes on the time axis' });
    await becomes(() => list.textContent()).toContain(
      '<b>Line</b> down 10 Apr 2025, 08:30 to 12 Apr 2025, 20:00',
    );
    expect(await again.locator('[data-panel="trend"] [data-note] rect').count()).toBe(1);
    await form.getByRole('button', { name: 'Remove <b>Line</b> down' }).click();
    await form.getByText('Removed: <b>Line</b> down').waitFor();
    expect(await page.locator('[data-note]').count()).toBe(0);
  });

  it('that are outside of what is shown are not drawn', async () => {
    await site.annotate({ kind: 'release', from: '2025-02-01', label: 'Earlier' });
    await site.annotate({ kind: 'release', from: '2025-03-01', label: 'First day' });
    const page = await visit(site, SPRING_SEARCH);
    await becomes(() => page.locator('[data-panel="trend"] [data-note]').count()).toBe(1);
  });

  it('are taken along where they are listed, and all of them from the page Data', async () => {
    await site.annotate({ id: 'formula', kind: 'note', from: '2025-04-02', label: '=1+1' });
    await site.annotate({ id: 'early', kind: 'note', from: '2025-01-02', label: 'Before spring' });
    for (const [search, selector] of [
      [SPRING_SEARCH, '[data-panel="trend"] .note-row'],
      [`${SPRING_SEARCH}&view=data`, '[data-panel="annotations"]'],
    ] as const) {
      const page = await visit(site, search);
      const place = page.locator(selector);
      await place.getByText('=1+1').waitFor();
      await place.getByRole('button', { name: /^Export/ }).click();
      const downloads = page.waitForEvent('download');
      await place.getByRole('button', { name: 'CSV of the table' }).click();
      const text = readFileSync(await (await downloads).path(), 'utf8');
      expect(text).toContain("\r\nformula,note,'=1+1,2025-04-02T00:00:00.000Z,\r\n");
      expect(text).toContain('\r\nearly,note,Before spring,');
    }
  });

  it('that end before they begin are refused, and the form keeps what was written', async () => {
    const page = await visit(site, SPRING_SEARCH, { tolerate: /^console: Failed to load resource/ });
    await page.getByRole('button', { name: 'Edit notes' }).click();
    const form = page.getByRole('group', { name: 'Notes on the time axis' });
    await form.getByLabel('From').fill('2025-04-10T08:30');
    await form.getByLabel('To', { exact: true }).fill('2025-04-09T08:30');
    await form.getByLabel('Text').fill('Backwards');
    await form.getByRole('button', { name: 'Write the note' }).click();
    await form.getByRole('alert').waitFor();
    expect(await form.getByRole('alert').textContent()).toContain('is not after from');
    expect(await form.getByLabel('Text').inputValue()).toBe('Backwards');
  });
});
