import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sessionRecord } from '../support/session.ts';
import { type Site, siteOver } from './site.ts';
import { becomes, useBrowser } from './visitor.ts';

const visit = useBrowser();

const callOn = (day: string, topic_name: string) =>
  sessionRecord({
    session_id: `${topic_name} ${day}`,
    call_start_time: `${day}T10:00:00Z`,
    call_end_time: `${day}T10:01:00Z`,
    call_duration_sec: 60,
    topic_name,
    conversation: [],
  });

let site: Site;
let begun: Site;
beforeAll(async () => {
  const months = ['2025-01', '2025-02'].flatMap((month) =>
    Array.from({ length: 400 }, (_, index) => ({
      ...callOn(`${month}-${String(1 + (index % 28)).padStart(2, '0')}`, `Topic ${index}`),
      resolution_status: index % 10 < 6 ? ('Resolved' as const) : ('Abandoned' as const),
    })),
  );
  begun = await siteOver([...months, callOn('2025-03-01', 'One'), callOn('2025-03-01', 'Other')]);
  const rare = ['2025-03-01', '2025-03-03', '2025-03-05'].map((day) => callOn(day, 'Rare'));
  site = await siteOver([callOn('2025-02-20', 'Other'), ...rare, callOn('2025-03-09', 'Other')]);
});
afterAll(() => Promise.all([site?.close(), begun?.close()]));

const RARE = '?from=2025-03-01&to=2025-03-10&by=day&topic_name=Rare';

describe('of few calls', () => {
  it('days without a neighbour are points, in the chart and in the small lines', async () => {
    const page = await visit(site, RARE);
    await becomes(() => page.locator('[data-panel="trend"] .point.alone .dot').count()).toBe(3);
    expect(await page.locator('[data-kpi="resolution_rate"] circle.alone').count()).toBe(3);
  });

  it('a month that has just begun is an arrow at the edge, and its value is said', async () => {
    const page = await visit(begun, '?from=2025-01-01&to=2025-03-02&by=month');
    const trend = page.locator('[data-panel="trend"]');
    await becomes(() => trend.locator('[data-beyond]').getAttribute('data-beyond')).toBe('above');
    expect(await trend.locator('.said').textContent()).toMatch(
      /Mar 2025 is above the scale: 100\.0\s%, 2 of 2\./,
    );
    const point = trend.locator('.point', { has: page.locator('[data-beyond]') });
    expect(await point.getAttribute('aria-label')).toContain('Mar 2025, not whole: 100.0');
    await point.hover();
    await trend.getByText(/not a whole bucket\s*above the scale/).waitFor();
  });

  it('a rate is greyed, a count is not', async () => {
    const page = await visit(site, RARE);
    const inkOf = (kpi: string) =>
      page.evaluate(`getComputedStyle(document.querySelector('[data-kpi="${kpi}"] .value')).color`);
    expect(await inkOf('resolution_rate')).not.toBe(await inkOf('sessions'));
  });

  it('a period before without one of them is not a time before all calls', async () => {
    const page = await visit(site, RARE);
    const note = page.locator('.kpi-note');
    await becomes(() => note.textContent()).toContain('None of these calls was in');
    const early = await visit(site, '?from=2025-02-19&to=2025-02-25');
    await becomes(() => early.locator('.kpi-note').textContent()).toContain(
      'There is no call before 20 Feb 2025',
    );
  });
});
