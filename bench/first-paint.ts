import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { startBrowser } from '../test/support/browser.ts';
import { EARSHOT, median, round, run } from './measure.ts';
import { printReport } from './report.ts';
import { startServer } from './server.ts';

/**
 * The first load of the dashboard in a browser whose processor is four times as slow: first contentful paint, and how much the
 * page moved until all was there (https://web.dev/articles/cls). Each load has an empty cache.
 * usage: npm run build && npm run bench:first-paint -- [--sessions N] [--loads N]
 */
const { values } = parseArgs({
  options: { sessions: { type: 'string', default: '50000' }, loads: { type: 'string', default: '5' } },
});
const SLOWER = 4;
/** After the last answer: charts are drawn, and fonts have come. */
const SETTLE_MILLIS = 2000;

interface Load {
  readonly paintMillis: number;
  readonly shift: number;
}

/** Runs in the page, before anything of its own. */
const WATCH = `
  window.shifted = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) window.shifted += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
`;
/** Milliseconds from the start of the navigation, and the shift so far. */
const READ = `({
  paintMillis: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  shift: window.shifted,
})`;

async function load(
  browser: Browser,
  url: string,
  viewport: { width: number; height: number },
): Promise<Load> {
  const context = await browser.newContext({ viewport });
  const page = await context.newPage();
  await page.addInitScript(WATCH);
  const devtools = await context.newCDPSession(page);
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
  await page.goto(url);
  await page.locator('[data-panel]').first().waitFor();
  await page.waitForTimeout(SETTLE_MILLIS);
  const found = await page.evaluate<Load>(READ);
  await context.close();
  return found;
}

const data = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
await run(process.execPath, [EARSHOT, 'simulate', '--data', data, '--sessions', values.sessions]);
await run(process.execPath, [EARSHOT, 'ingest', '--data', data]);
const server = await startServer(data);
const browser = await startBrowser();
if (typeof browser === 'string') throw new Error(browser);

const sizes = { desktop: { width: 1280, height: 960 }, phone: { width: 390, height: 844 } };
const rows = [];
for (const [name, viewport] of Object.entries(sizes)) {
  const loads: Load[] = [];
  for (let i = 0; i < Number(values.loads); i++) loads.push(await load(browser, server.url, viewport));
  rows.push({
    page: name,
    'first paint, median ms': Math.round(median(loads.map(({ paintMillis }) => paintMillis))),
    'slowest ms': Math.round(Math.max(...loads.map(({ paintMillis }) => paintMillis))),
    'largest shift': round(Math.max(...loads.map(({ shift }) => shift)), 4),
  });
}
await browser.close();
await server.close();
rmSync(data, { recursive: true });
printReport(`First load with a processor ${SLOWER} times as slow`, rows, {
  bench: 'first-paint',
  pages: rows,
});
