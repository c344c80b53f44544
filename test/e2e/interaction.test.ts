import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataOf, listedOn, marksOf, searchOf, totalOn } from './read.ts';
import { type Site, SPRING, SPRING_SEARCH, simulatedSite } from './site.ts';
import { becomes, settled, useBrowser } from './visitor.ts';

const visit = useBrowser();
let site: Site;
beforeAll(async () => {
  site = await simulatedSite();
});
afterAll(() => site?.close());

const bar = (page: Page, topic: string) => page.locator(`[data-panel="topics"] [data-key="${topic}"]`);

describe('a mark that is chosen', () => {
  it('filters the page, keeps its own chart whole, and adds with Ctrl', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const all = await marksOf(page, 'topics');
    await bar(page, 'Payment Issue').click();
    await becomes(async () => searchOf(page)).toContain(
      '&topic_name=Payment+Issue&calls=resolution_rate&of=topic_name',
    );
    await settled(page);
    expect((await marksOf(page, 'topics')).map(({ key }) => key)).toEqual(all.map(({ key }) => key));
    expect(await bar(page, 'Slow Internet').getAttribute('class')).toContain('dim');
    const where = (values: string[]) => [{ field: 'topic_name', op: 'in' as const, values }];
    const { total } = await site.list({ ...SPRING, where: where(['Payment Issue']), limit: 1 });
    await becomes(async () => (await dataOf(page.locator('[data-kpi="sessions"]')))[0]?.n).toBe(
      String(total),
    );

    await bar(page, 'Slow Internet').click({ modifiers: ['Control'] });
    const two = await site.list({ ...SPRING, where: where(['Payment Issue', 'Slow Internet']), limit: 1 });
    await becomes(async () => (await dataOf(page.locator('[data-kpi="sessions"]')))[0]?.n).toBe(
      String(two.total),
    );
  });

  it('by keyboard: Shift + Enter adds, Esc leaves the chart, Esc again clears', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.locator('[data-panel="topics"] [data-walk][tabindex="0"]').focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Shift+Enter');
    await becomes(
      async () =>
        searchOf(page)
          .match(/topic_name=([^&]*)/)?.[1]
          ?.split(',').length,
    ).toBe(2);
    await page.keyboard.press('Escape');
    await becomes(() => page.locator('[data-panel="topics"]:focus').count()).toBe(1);
    expect(searchOf(page)).toContain('topic_name=');
    await page.keyboard.press('Escape');
    await becomes(async () => searchOf(page)).toBe(SPRING_SEARCH);
    await page.locator('[data-calls]').waitFor({ state: 'detached' });
  });

  it('is highlighted in every chart that has it', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await bar(page, 'Payment Issue').hover();
    await becomes(() => page.locator('[data-panel="outcomes"] tr.lit th').allInnerTexts()).toEqual([
      'Payment Issue',
    ]);
  });
});

describe('time', () => {
  it('is narrowed by a range that the mouse draws', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const month = (start: string) => page.locator(`[data-panel="trend"] [data-key="${start}"]`).boundingBox();
    const [april, may] = [await month('2025-04-01'), await month('2025-05-01')];
    const middle = (box: typeof april) =>
      [(box?.x ?? 0) + (box?.width ?? 0) / 2, (box?.y ?? 0) + 150] as const;
    await page.mouse.move(...middle(april));
    await page.mouse.down();
    await page.mouse.move(...middle(may), { steps: 5 });
    await page.mouse.up();
    await becomes(async () => searchOf(page)).toBe('?from=2025-04-01&to=2025-06-01');
  });

  it('is narrowed by Shift, arrows and Enter', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.locator('[data-panel="trend"] [data-walk][tabindex="0"]').focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.keyboard.press('Enter');
    await becomes(async () => searchOf(page)).toBe('?from=2025-03-01&to=2025-05-01');
  });

  it('is compared with last year, or with nothing, and in another zone', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.getByLabel('Compare with').first().selectOption('none');
    await becomes(() => page.locator('.kpi-row').getByText('was').count()).toBe(0);
    await page
      .getByRole('group', { name: 'Filters' })
      .getByRole('button', { name: /^Dates/ })
      .click();
    await page.getByLabel('Time zone').first().fill('Asia/Kolkata');
    await page.getByLabel('Time zone').first().press('Enter');
    await becomes(async () => searchOf(page)).toBe(`${SPRING_SEARCH}&vs=none&zone=Asia/Kolkata`);
    const { rows } = await site.ask({ ...SPRING, timeZone: 'Asia/Kolkata', metrics: ['sessions'] });
    await becomes(async () => (await dataOf(page.locator('[data-kpi="sessions"]')))[0]?.n).toBe(
      String(rows[0]?.values.sessions?.value),
    );
  });
});

describe('a chart', () => {
  it('shows another metric, sorted otherwise, and only its own question is asked', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const panel = page.locator('[data-panel="topics"]');
    const asked: string[] = [];
    page.on('request', (request) => void asked.push(request.postData() ?? ''));
    await panel.getByLabel('Metric').selectOption('recognition_rate');
    await panel.getByRole('heading', { name: 'Recognition rate by topic' }).waitFor();
    await settled(page);
    expect(asked.every((body) => body.includes('recognition_rate'))).toBe(true);
    const { rows } = await site.ask({ ...SPRING, metrics: ['recognition_rate'], by: ['topic_name'] });
    const marks = await marksOf(page, 'topics');
    expect(marks.map(({ value }) => value).sort()).toEqual(
      rows.map((row) => row.values.recognition_rate?.value).sort(),
    );
    await panel.getByLabel('Sort by').selectOption('name');
    await becomes(async () => (await marksOf(page, 'topics')).map(({ key }) => key).slice(0, 2)).toEqual(
      rows
        .map((row) => String(row.key.topic_name))
        .filter((name) => name !== 'null')
        .sort()
        .slice(0, 2),
    );
    expect(searchOf(page)).toBe(`${SPRING_SEARCH}&topics.metric=recognition_rate&topics.sort=name`);
  });

  it('asks nothing twice: a switch back is answered at once', async () => {
    const page = await visit(site, SPRING_SEARCH);
    const by = page.getByRole('group', { name: 'By' });
    await by.getByRole('button', { name: 'Day' }).click();
    await settled(page);
    let asked = 0;
    page.on('request', () => asked++);
    await by.getByRole('button', { name: 'Month' }).click();
    await settled(page);
    expect(asked).toBe(0);
  });
});

describe('filters by keyboard alone', () => {
  it('are found by typing, left out, and taken away', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.keyboard.press('f');
    await page.keyboard.press('Tab');
    await page.keyboard.type('plan');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    const picker = page.getByRole('group', { name: 'Plan', exact: true });
    await picker.getByRole('button', { name: 'Not these' }).press('Enter');
    await picker.getByRole('checkbox', { name: 'Basic' }).press('Space');
    await becomes(async () => searchOf(page)).toBe(`${SPRING_SEARCH}&plan_type!=Basic`);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Remove Plan Basic' }).press('Enter');
    await becomes(async () => searchOf(page)).toBe(SPRING_SEARCH);
  });
});

describe('shortcuts', () => {
  it('go to a view, show their sheet, and can be turned off', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.keyboard.press('2');
    await becomes(() => page.getByRole('main').getAttribute('data-view')).toBe('time');
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog', { name: 'Keys' });
    await sheet.getByRole('checkbox', { name: 'Single keys' }).uncheck();
    await sheet.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('1');
    await page.reload();
    await settled(page);
    await page.keyboard.press('1');
    expect(await page.getByRole('main').getAttribute('data-view')).toBe('time');
  });
});

describe('a saved view', () => {
  it('comes back with all that was chosen, after a reload too', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&region=North`);
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('North <b>spring</b>');
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.goto(`${site.url}/?view=time`);
    await settled(page);
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await page.getByRole('button', { name: 'North <b>spring</b>', exact: true }).click();
    await becomes(async () => searchOf(page)).toBe(`${SPRING_SEARCH}&region=North`);
    await page.getByRole('button', { name: 'Views', exact: true }).click();
    await page.getByRole('button', { name: 'Forget North' }).click();
    await page.getByText('No view is saved yet').waitFor();
  });
});

describe('the list of calls', () => {
  it('is searched in the transcripts, and says so in the address', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&view=calls`);
    await page.getByRole('searchbox', { name: 'Text in the transcript' }).fill('Refund');
    await page.keyboard.press('Enter');
    const { total, sessions } = await site.list({ ...SPRING, text: 'refund' });
    expect(total).toBeGreaterThan(0);
    await becomes(() => listedOn(page)).toEqual(sessions.map((call) => call.session_id));
    expect(searchOf(page)).toContain('list.text=Refund');
    await page.locator('[data-call]').first().click();
    await page.locator('[data-transcript]').getByRole('list', { name: 'Transcript' }).waitFor();
  });

  it('is sorted by the heads of its columns, by keyboard too', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&view=calls`);
    const head = (name: string) => page.getByRole('columnheader', { name });
    expect(await head('Began').getAttribute('aria-sort')).toBe('descending');
    for (const [order, direction] of [
      ['longest', 'descending'],
      ['shortest', 'ascending'],
    ] as const) {
      await head('Length').getByRole('button').focus();
      await page.keyboard.press('Enter');
      const { sessions } = await site.list({ ...SPRING, order });
      await becomes(() => listedOn(page)).toEqual(sessions.map((call) => call.session_id));
      expect(await head('Length').getAttribute('aria-sort')).toBe(direction);
      expect(await head('Began').getAttribute('aria-sort')).toBe('none');
      expect(searchOf(page)).toContain(`list.order=${order}`);
    }
    const row = page.getByRole('row').nth(2);
    // Anywhere in it: the button of its first cell covers the row.
    await row.getByRole('cell').last().click({ force: true });
    await page.locator('[data-transcript]').getByRole('list', { name: 'Transcript' }).waitFor();
  });

  it('draws a sample of the calls behind any number, another with each draw', async () => {
    const page = await visit(site, SPRING_SEARCH);
    await page.locator('[data-kpi="escalation_rate"]').click();
    await becomes(() => totalOn(page)).toBeGreaterThan(0);
    await page.getByLabel('Order of the calls').selectOption('random');
    const behind = { metric: 'escalation_rate', part: 'numerator' as const };
    const { sessions } = await site.list({ ...SPRING, behind, sample: 1 });
    await becomes(() => listedOn(page)).toEqual(sessions.map((call) => call.session_id));
    await page.getByRole('button', { name: 'Draw again' }).click();
    const second = await site.list({ ...SPRING, behind, sample: 2 });
    await becomes(() => listedOn(page)).toEqual(second.sessions.map((call) => call.session_id));
    // The address holds the sample: for who gets the link, and for the way back.
    expect(searchOf(page)).toContain('calls=escalation_rate&order=random&seed=2');
    await page.reload();
    await becomes(() => listedOn(page)).toEqual(second.sessions.map((call) => call.session_id));
    await page.goBack();
    await becomes(() => listedOn(page)).toEqual(sessions.map((call) => call.session_id));
    await page.goBack();
    expect(await page.getByLabel('Order of the calls').inputValue()).toBe('newest');
  });

  it('holds the calls of a mark that no metric counts', async () => {
    const page = await visit(site, `${SPRING_SEARCH}&view=bot`);
    const cell = page
      .locator('[data-panel="exits"] [data-cell][data-status="Abandoned"][data-row="greeting"]')
      .first();
    const [{ count = '' } = {}] = await dataOf(cell);
    await cell.click();
    await becomes(() => totalOn(page)).toBe(Number(count));
    expect(searchOf(page)).toContain('calls=abandonment_rate&with=exit:greeting');
  });
});
