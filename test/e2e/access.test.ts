import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { violationsOn } from './axe.ts';
import { type Site, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, settled, useBrowser, type VisitOptions } from './visitor.ts';

const visit = useBrowser();
const SECRETS = {
  viewer: 'a-secret-of-the-wall-screen-1',
  analyst: 'a-secret-of-an-analyst-000002',
  admin: 'a-secret-of-the-operators-003',
};
type Role = keyof typeof SECRETS;
let site: Site;
beforeAll(async () => {
  const tokens = `viewer:Wall:${SECRETS.viewer},analyst:Ana:${SECRETS.analyst},admin:Ops:${SECRETS.admin}`;
  site = await simulatedSite({ EARSHOT_TOKEN: tokens });
});
afterAll(() => site?.close());

const LOGIN = { state: 'login' as const };
/** What the browser itself says of an answer of 401. */
const REFUSED = { tolerate: /^console: Failed to load resource: .* 401/ };

const field = (page: Page) => page.getByLabel('Token');

async function logIn(role: Role, search = SPRING_SEARCH, options: VisitOptions = {}): Promise<Page> {
  const page = await visit(site, search, { ...options, ...LOGIN });
  await field(page).fill(SECRETS[role]);
  await page.keyboard.press('Enter');
  await settled(page);
  return page;
}

/** Paths of the API that were refused. */
function refusals(page: Page): string[] {
  const seen: string[] = [];
  page.on('response', (response) => {
    if ([401, 403].includes(response.status())) seen.push(new URL(response.url()).pathname);
  });
  return seen;
}

describe('the login', () => {
  it('works by keyboard alone, keeps the address, and outlives a reload', async () => {
    const page = await visit(site, SPRING_SEARCH, { ...LOGIN, ...REFUSED });
    await becomes(() => page.evaluate('document.activeElement.id')).toBe('token');
    await page.keyboard.type('wrong-token');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('This token is not known here.').waitFor();
    expect(await field(page).getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type(SECRETS.analyst);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await settled(page);
    expect(page.url()).toContain(SPRING_SEARCH);
    await page.reload();
    await settled(page);
    expect(await page.evaluate('document.cookie')).toBe('');
    await page.getByRole('button', { name: 'Log out' }).click();
    await field(page).waitFor();
    await page.reload();
    await field(page).waitFor();
  });

  it.each(['light', 'dark'] as const)(
    'breaks no rule of axe, %s, also when it refuses',
    async (colorScheme) => {
      const page = await visit(site, '', { colorScheme, ...LOGIN, ...REFUSED });
      expect(await violationsOn(page)).toEqual([]);
      await field(page).fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').waitFor();
      expect(await violationsOn(page)).toEqual([]);
    },
  );

  it('is no wider than a small phone', async () => {
    const page = await visit(site, '', { width: 360, height: 740, ...LOGIN });
    expect(await page.evaluate('document.scrollingElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
  });

  it('comes again when the session is over', async () => {
    const page = await logIn('viewer', SPRING_SEARCH, REFUSED);
    await page.context().clearCookies();
    await page.getByRole('navigation').getByRole('link', { name: 'Time', exact: true }).click();
    await field(page).waitFor();
    await field(page).fill(SECRETS.viewer);
    await page.keyboard.press('Enter');
    await settled(page);
    expect(page.url()).toContain('view=time');
  });
});

describe('a viewer’s page', () => {
  const SENTENCE = /are for analysts; your token, “Wall”, shows numbers only/;

  it('shows numbers, says what it keeps back, and asks for none of it', async () => {
    const page = await logIn('viewer');
    const refused = refusals(page);
    await page.getByTitle('Wall, viewer').waitFor();
    expect(await page.getByRole('navigation').getByRole('link', { name: 'Calls' }).count()).toBe(0);
    await page.locator('[data-kpi="escalation_rate"]').click();
    await page.locator('[data-no-calls]').getByText(SENTENCE).waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    expect(await page.getByRole('button', { name: /^(Add a note|Edit notes)$/ }).count()).toBe(0);
    for (const search of [
      `${SPRING_SEARCH}&view=calls`,
      `${SPRING_SEARCH}&view=bot`,
      `${SPRING_SEARCH}&call=S1`,
    ]) {
      await page.goto(`${site.url}/${search}`);
      await settled(page);
      await page.getByText(SENTENCE).first().waitFor();
    }
    expect(refused).toEqual([]);
    expect(await page.locator('[data-call], [data-utterance], [data-transcript]').count()).toBe(0);
  });

  it.each(['light', 'dark'] as const)('breaks no rule of axe, %s', async (colorScheme) => {
    const page = await logIn('viewer', `${SPRING_SEARCH}&view=bot&calls=escalation_rate`, { colorScheme });
    await page.locator('[data-no-calls]').waitFor();
    expect(await violationsOn(page)).toEqual([]);
  });
});

it('an analyst reads calls, and writes no notes; an admin does', async () => {
  const page = await logIn('analyst');
  await page.locator('[data-kpi="escalation_rate"]').click();
  await page.locator('[data-call]').first().click();
  await page.locator('[data-transcript] ol').waitFor();
  await page.keyboard.press('Escape');
  expect(await page.getByRole('button', { name: 'Add a note' }).count()).toBe(0);
  const admins = await logIn('admin');
  await admins.getByRole('button', { name: 'Add a note' }).first().waitFor();
});
