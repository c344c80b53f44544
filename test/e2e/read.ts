import type { Locator, Page } from 'playwright-core';

type Data = Readonly<Record<string, string | undefined>>;

/** The data- attributes of all that match. */
export const dataOf = (marks: Locator): Promise<Data[]> =>
  marks.evaluateAll((elements: { dataset: Data }[]) => elements.map(({ dataset }) => ({ ...dataset })));

const number = (text: string | undefined) => (text === undefined || text === '' ? null : Number(text));

export async function kpisOf(page: Page) {
  const tiles = await dataOf(page.locator('.kpi-row [data-kpi]'));
  return Object.fromEntries(
    tiles.map(({ kpi = '', value, n }) => [kpi, { value: number(value), n: number(n) }]),
  );
}

/** Marks of a chart, in its own order. */
export async function marksOf(page: Page, panel: string) {
  const marks = await dataOf(page.locator(`[data-panel="${panel}"] [data-mark]`));
  return marks.map(({ key = '', value, numerator, denominator }) => ({
    key,
    value: number(value),
    numerator: number(numerator),
    denominator: number(denominator),
  }));
}

/** "topic, status" to the count in that cell. */
export async function cellsOf(page: Page): Promise<Record<string, number>> {
  const cells = await dataOf(page.locator('[data-cell]'));
  return Object.fromEntries(cells.map(({ row, status, count }) => [`${row}, ${status}`, Number(count)]));
}

/** All that the page says, to be held against the API for one scope. */
export const shownOn = async (page: Page) => ({
  kpis: await kpisOf(page),
  months: await marksOf(page, 'trend'),
  topics: byKey(await marksOf(page, 'topics')),
  cells: await cellsOf(page),
});

export const byKey = <T extends { readonly key: string }>(rows: readonly T[]): T[] =>
  [...rows].sort((a, b) => (a.key < b.key ? -1 : 1));

/** Ids of the calls listed, in order. */
export const listedOn = async (page: Page): Promise<string[]> =>
  (await dataOf(page.locator('[data-call]'))).map(({ call = '' }) => call);

/** How many calls the open list says it is of; null while it counts. */
export async function totalOn(page: Page): Promise<number | null> {
  const [list] = await dataOf(page.locator('[data-calls]'));
  return number(list?.total);
}

/** What is asked, as the address says it. */
export const searchOf = (page: Page): string => decodeURIComponent(new URL(page.url()).search);
