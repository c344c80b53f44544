import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import type { Site } from './site.ts';

/** Longer than any wait on a busy machine; a wait ends as soon as it can. */
const PATIENCE_MS = 20_000;

export interface VisitOptions {
  readonly width?: number;
  readonly height?: number;
  readonly colorScheme?: 'light' | 'dark';
  /** Console lines that the test itself provokes. */
  readonly tolerate?: RegExp;
  /** What `main` comes to; ready when absent. */
  readonly state?: 'loading' | 'empty' | 'error' | 'ready' | 'login';
  /** Before the page loads. */
  readonly prepare?: (page: Page) => Promise<unknown>;
}

export type Visit = (site: Site, search?: string, options?: VisitOptions) => Promise<Page>;

/**
 * A browser for the tests of this file. After each test every page that it opened must have been clean: no error in the
 * console, no dialog, no breach of the content security policy, no request but to its own site.
 */
export function useBrowser(): Visit {
  let browser: Browser | string = 'not started';
  let contexts: BrowserContext[] = [];
  let incidents: string[] = [];
  beforeAll(async () => {
    browser = await startBrowser();
  });
  beforeEach(({ skip }) => {
    if (typeof browser === 'string') skip(browser);
  });
  afterEach(async () => {
    await Promise.all(contexts.map((context) => context.close()));
    const seen = incidents;
    [contexts, incidents] = [[], []];
    expect(seen).toEqual([]);
  });
  afterAll(async () => {
    if (typeof browser !== 'string') await browser.close();
  });
  return async (site, search = '', options = {}) => {
    if (typeof browser === 'string') throw new Error(browser);
    const { width = 1280, height = 900, colorScheme = 'light', state = 'ready' } = options;
    const context = await browser.newContext({ viewport: { width, height }, colorScheme, locale: 'en-GB' });
    contexts.push(context);
    const page = await context.newPage();
    page.setDefaultTimeout(PATIENCE_MS);
    await watch(page, site, (incident) => {
      if (!options.tolerate?.test(incident)) incidents.push(incident);
    });
    await options.prepare?.(page);
    await page.goto(`${site.url}/${search}`);
    await settled(page, state);
    return page;
  };
}

export const settled = (page: Page, state = 'ready') =>
  page.locator(`main[data-state="${state}"]`).waitFor({ state: 'attached' });

/** Waits until what is read from the page is what is wanted. */
export const becomes = <T>(read: () => Promise<T>) =>
  expect.poll(read, { timeout: PATIENCE_MS, interval: 50 });

async function watch(page: Page, site: Site, report: (incident: string) => void): Promise<void> {
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) report(`console: ${message.text()}`);
  });
  page.on('pageerror', (error) => report(`uncaught: ${error.message}`));
  page.on('dialog', (dialog) => {
    report(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (protocol !== 'data:' && origin !== site.url) report(`request to ${origin}`);
  });
  await page.addInitScript(
    `addEventListener('securitypolicyviolation', (e) => console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI))`,
  );
}
