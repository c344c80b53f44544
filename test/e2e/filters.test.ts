import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Scope } from '../../src/server/api.ts';
import { expectedFor } from './expected.ts';
import { shownOn } from './read.ts';
import { ALL_CALLS, type Site, SPRING, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, settled, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await simulatedSite();
});
afterAll(() => site?.close());

const MONTHLY = '&by=month';
const narrowed = (scope: Scope, ...types: string[]): Scope => ({
  ...scope,
  where: [{ field: 'topic_type', op: 'in', values: types }],
});

/** Every panel has come to what the API answers for the scope. */
const shows = async (page: Page, scope: Scope) =>
  becomes(() => shownOn(page)).toEqual(await expectedFor(site, scope));
const searchOf = (page: Page) => new URL(page.url()).search;

async function toggleTypes(page: Page, ...names: string[]): Promise<void> {
  const filters = page.getByRole('group', { name: 'Filters' });
  await filters.getByRole('button', { name: 'Filter', exact: true }).click();
  await filters.getByRole('button', { name: 'Topic type' }).click();
  for (const name of names) await filters.getByRole('checkbox', { name }).click();
  await page.keyboard.press('Escape');
}

async function chooseDates(page: Page, first: string, last: string): Promise<void> {
  const form = page.getByRole('group', { name: 'Date range' });
  await page
    .getByRole('group', { name: 'Filters' })
    .getByRole('button', { name: /^(Last|All|Dates)/ })
    .click();
  await form.getByLabel('From').fill(first);
  await form.getByLabel('To').fill(last);
  await form.getByRole('button', { name: 'Show these dates' }).click();
}

describe('the filters', () => {
  it('govern every panel and stand in the address, which a reload restores', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await toggleTypes(page, 'Billing', 'TechSupport');
    await shows(page, narrowed(SPRING, 'Billing', 'TechSupport'));
    expect(searchOf(page)).toBe(`${SPRING_SEARCH}&topic_type=Billing,TechSupport`);

    await page.reload();
    await shows(page, narrowed(SPRING, 'Billing', 'TechSupport'));
    await page.getByRole('button', { name: 'Topic type: Billing' }).click();
    await page.getByRole('checkbox', { name: 'Billing' }).click();
    await shows(page, narrowed(SPRING, 'TechSupport'));
    await page.getByRole('button', { name: 'Remove Topic type TechSupport' }).click();
    await shows(page, SPRING);
  });

  it('take dates as a reader means them, both days included', async () => {
    const page = await visit(site, `?range=all${MONTHLY}`);
    await shows(page, ALL_CALLS);
    await chooseDates(page, '2025-03-01', '2025-06-30');
    await shows(page, SPRING);
    expect(searchOf(page)).toBe(SPRING_SEARCH);
  });

  it('step back and forward with the browser', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await toggleTypes(page, 'Roaming');
    await shows(page, narrowed(SPRING, 'Roaming'));
    await page.goBack();
    await shows(page, SPRING);
    await page.goForward();
    await shows(page, narrowed(SPRING, 'Roaming'));
  });

  it('fall back to the default where an address is not understood', async () => {
    const page = await visit(
      site,
      '?from=yesterday&to=2025-13-45&topic_type=&by=decade&calls=nonsense&x=%E0%A4%A',
    );
    const odd = await shownOn(page);
    expect(odd).toEqual(await shownOn(await visit(site)));
    expect(searchOf(page)).toBe('?range=26w');
    await settled(page);
  });
});
