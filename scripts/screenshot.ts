import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser } from 'playwright-core';
import { type Serving, serve } from '../src/app/serve.ts';
import { runSimulation } from '../src/app/simulation.ts';
import { fixedClock } from '../src/base/clock.ts';
import { loadConfig } from '../src/base/config.ts';
import { silentLog } from '../src/base/log.ts';
import type { SessionDetail, SessionsAnswer } from '../src/server/api.ts';
import { startBrowser } from '../test/support/browser.ts';
import { PAGE_NAMES } from '../web/src/model/view.ts';

// The pictures in docs/images: the pages as built, over the year that `npm start` simulates.
// usage: npm run build && npm run screenshots

const IMAGES = fileURLToPath(new URL('../docs/images/', import.meta.url));
const YEAR = { sessions: 50_000, seed: 1, from: '2025-01-01', to: '2026-01-01' };

interface Shot {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly search?: string;
  /** What must be there first. */
  readonly shows: string;
  /** A token to log in with. */
  readonly token?: string;
}

const TOKENS = { viewer: 'of-the-wall-screen-for-pictures', analyst: 'of-an-analyst-for-the-pictures' };

const DESKTOP = { width: 1280, height: 960 };
const PHONE = { width: 390, height: 844 };

/** Every view, light and dark, on a desktop and on a phone. */
const viewShots: readonly Shot[] = PAGE_NAMES.flatMap((view) =>
  (['light', 'dark'] as const).flatMap((colorScheme) => [
    {
      name: `${view}-${colorScheme}`,
      ...DESKTOP,
      colorScheme,
      search: `?view=${view}`,
      shows: '[data-panel]',
    },
    {
      name: `${view}-phone-${colorScheme}`,
      ...PHONE,
      colorScheme,
      search: `?view=${view}`,
      shows: '[data-panel]',
    },
  ]),
);

const shotsOf = (call: string): Shot[] => [
  ...viewShots,
  {
    name: 'calls-of-a-mark',
    ...DESKTOP,
    search: '?topic_name=Refund+Request&calls=resolution_rate&of=topic_name',
    shows: '[data-calls] [data-call]',
  },
  {
    name: 'transcript',
    ...DESKTOP,
    search: `?calls=escalation_rate&call=${call}`,
    shows: `[data-transcript="${call}"] ol`,
  },
];

/** Where tokens are asked for. */
const accessShots: readonly Shot[] = [
  { name: 'login-light', ...DESKTOP, shows: '#token' },
  { name: 'login-dark', ...DESKTOP, colorScheme: 'dark', shows: '#token' },
  { name: 'login-phone', ...PHONE, shows: '#token' },
  {
    name: 'numbers-only',
    ...DESKTOP,
    search: '?calls=escalation_rate',
    shows: '[data-no-calls]',
    token: TOKENS.viewer,
  },
];

const effects = {
  log: silentLog,
  clock: fixedClock('2026-01-01T06:00:00Z'),
  env: {},
  command: 'screenshot',
};
const configOf = (data: string, env = {}) => loadConfig({ data, port: '0', workers: '0' }, env);

async function servedYear(data: string): Promise<Serving> {
  const config = configOf(data);
  await runSimulation(config, YEAR, effects);
  const serving = await serve(config, effects);
  await serving.client.ingest(() => {});
  return serving;
}

const TOKEN = /\[[A-Z]+\]/;
const shows = ({ turns }: SessionDetail) =>
  turns.length <= 24 &&
  ['NoMatch', 'NoInput'].every((event) => turns.some((turn) => turn.event === event)) &&
  turns.some(({ text }) => TOKEN.test(text ?? ''));

/** A call that was handed over, with a turn not understood, a silence and something redacted. */
async function tellingCall({ client }: Serving): Promise<string> {
  const { sessions } = await client.request<SessionsAnswer>('POST', '/api/sessions', {
    from: '2025-12-01',
    to: YEAR.to,
    where: [{ field: 'ivr_outcome_code', op: 'in', values: ['ESC_REQUESTED', 'ESC_NO_MATCH'] }],
    limit: 200,
  });
  for (const { session_id } of sessions) {
    if (shows(await client.request<SessionDetail>('GET', `/api/sessions/${session_id}`))) return session_id;
  }
  throw new Error('No call of December shows all that the picture is of.');
}

async function take(browser: Browser, url: string, shot: Shot): Promise<void> {
  const { name, width, height, colorScheme = 'light', search = '', token } = shot;
  const page = await browser.newPage({
    viewport: { width, height },
    colorScheme,
    deviceScaleFactor: 1,
    locale: 'en-GB',
  });
  await page.goto(`${url}/${search}`);
  if (token) {
    await page.getByLabel('Token').fill(token);
    await page.keyboard.press('Enter');
  }
  await page.locator('main[data-state="ready"], main[data-state="login"]').waitFor();
  await page.locator(shot.shows).first().waitFor();
  // What loads beside the page, as a list does.
  await page.waitForLoadState('networkidle');
  await page.screenshot({ path: join(IMAGES, `${name}.png`), animations: 'disabled' });
  await page.close();
}

async function takeAll(browser: Browser, serving: Serving, shots: readonly Shot[]): Promise<void> {
  try {
    for (const shot of shots) await take(browser, serving.url, shot);
  } finally {
    await serving.close();
  }
}

const data = mkdtempSync(join(tmpdir(), 'earshot-screenshots-'));
mkdirSync(IMAGES, { recursive: true });
const browser = await startBrowser();
if (typeof browser === 'string') throw new Error(browser);
try {
  const open = await servedYear(data);
  await takeAll(browser, open, shotsOf(await tellingCall(open)));
  const tokens = `viewer:Wall:${TOKENS.viewer},analyst:Analysts:${TOKENS.analyst}`;
  await takeAll(browser, await serve(configOf(data, { EARSHOT_TOKEN: tokens }), effects), accessShots);
} finally {
  await browser.close();
  rmSync(data, { recursive: true });
}
