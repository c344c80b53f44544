import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Session } from '../../src/contract/fields.ts';
import { sessionRecord } from '../support/session.ts';
import { listedOn, marksOf, totalOn } from './read.ts';
import { type Site, siteOver } from './site.ts';
import { becomes, useBrowser } from './visitor.ts';

const visit = useBrowser();

const ATTACK = '<script>window.pwned=1</script><img src=x onerror="window.pwned=1;alert(1)">';
const LONG = 'never ending words of one caller '.repeat(3200);
const TEXTS = [
  ATTACK,
  '"><svg/onload=window.pwned=1><iframe src="javascript:window.pwned=1"></iframe>',
  '{{constructor.constructor("window.pwned=1")()}} <%= window.pwned=1 %> {@html "<b>x</b>"}',
  '<link rel=stylesheet href=https://example.com/x.css><style>*{display:none}</style>',
  'שלום, אני רוצה לשלם את החשבון \u202Etxet desrever\u202C',
  '👩‍👩‍👧‍👦 🇨🇭 é 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 \u200Bzero\uFEFFwidth',
  LONG,
];
const TOPICS = ['<b>x</b>', "=cmd|' /C calc'!A0", 'رسوم التجوال'];
const IDS = [ATTACK, '../../etc/passwd?x=1#y&z=%2F', 'plain'];

const turn = (text: string, index: number): Session['conversation'][number] => ({
  turn_number: index + 1,
  timestamp: new Date(Date.UTC(2025, 0, 6, 10, 0, index)).toISOString(),
  speaker: index % 2 ? 'Customer' : 'Chatbot',
  text,
  intent_detected: index % 2 ? 'Y' : null,
  intent_name: index % 2 ? ATTACK : null,
  confidence_score: null,
});
/** Each of the three calls has every field that a feed may fill freely filled with something hostile. */
const CALLS = IDS.map((session_id, index) =>
  sessionRecord({
    session_id,
    customer_id: ATTACK,
    initial_intent: ATTACK,
    ivr_outcome_code: ATTACK,
    topic_type: `<i>${ATTACK}</i>`,
    topic_name: TOPICS[index] ?? null,
    bot_version: ATTACK,
    language: ATTACK,
    entry_point: ATTACK,
    customer: { age_group: ATTACK, region: ATTACK, plan_type: ATTACK, tenure_months: 1 },
    conversation: TEXTS.map(turn),
  }),
);

let site: Site;
beforeAll(async () => {
  site = await siteOver(CALLS);
});
afterAll(() => site?.close());

describe('whatever a feed writes is shown as text', () => {
  it('in charts and filters', async () => {
    const page = await visit(site, '?range=all');
    const topics = (await marksOf(page, 'topics')).map(({ key }) => key);
    expect(topics.sort()).toEqual([...TOPICS].sort());
    for (const topic of TOPICS) {
      await page.locator('[data-panel="topics"]').getByText(topic, { exact: true }).waitFor();
      await page.getByRole('rowheader', { name: topic, exact: true }).waitFor();
    }
    await page.getByRole('button', { name: 'Filter', exact: true }).click();
    await page.getByRole('button', { name: 'Topic type' }).click();
    await page.getByRole('checkbox', { name: 'window.pwned' }).click();
    await page.getByRole('button', { name: 'Remove Topic type <i>' }).waitFor();
    await becomes(async () => (await marksOf(page, 'topics')).length).toBe(3);
    expect(await page.evaluate('window.pwned')).toBeUndefined();
  });

  it.each(TOPICS)('in the calls of topic %s', async (topic) => {
    const page = await visit(site, '?range=all');
    await page.locator('[data-panel="topics"]').getByText(topic, { exact: true }).click();
    await becomes(() => totalOn(page)).toBe(1);
    await becomes(() => listedOn(page)).toEqual([IDS[TOPICS.indexOf(topic)]]);
    await page.reload();
    await becomes(() => totalOn(page)).toBe(1);
    await page.locator('[data-call]').click();
    const lines = page.getByRole('list', { name: 'Transcript' }).locator('> li');
    await becomes(() => lines.count()).toBe(TEXTS.length);
    const said = await lines.allTextContents();
    for (const [index, text] of TEXTS.entries()) expect(said[index]).toContain(text.slice(0, 1000));
    expect(await page.evaluate('window.pwned')).toBeUndefined();
  });

  it('and on a phone no intent runs into its speaker', async () => {
    const page = await visit(site, '?range=all&call=plain', { width: 390, height: 844 });
    await page.getByRole('list', { name: 'Transcript' }).locator('> li').last().waitFor();
    const gaps = await page.evaluate<number[]>(
      `[...document.querySelectorAll('.turn.Customer')].map((turn) => {
        const text = document.createRange();
        text.selectNodeContents(turn.querySelector('.speaker'));
        return turn.querySelector('.beside').getBoundingClientRect().left - text.getBoundingClientRect().right;
      })`,
    );
    expect(gaps).toHaveLength(3);
    for (const gap of gaps) expect(gap).toBeGreaterThanOrEqual(0);
  });

  it('and 100 kB of it in full when asked', async () => {
    const page = await visit(site, '?range=all&call=plain');
    const turn = page.getByRole('list', { name: 'Transcript' }).locator('> li').last();
    await turn.getByRole('button', { name: /^Show all/ }).click();
    await becomes(() => turn.textContent()).toContain(LONG.trim());
  });
});
