import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Serving, serve } from '../../../src/app/serve.ts';
import { runSimulation } from '../../../src/app/simulation.ts';
import { fixedClock } from '../../../src/base/clock.ts';
import { loadConfig } from '../../../src/base/config.ts';
import { silentLog } from '../../../src/base/log.ts';
import { formatDuration } from '../../../src/cli/values.ts';
import { CALCULATIONS } from '../../../src/export/tableau/formulas.ts';
import type { Answer, AnswerRow, Filter, RateValue } from '../../../src/metrics/question.ts';
import { earshot } from '../../cli/earshot.ts';
import { tempDir } from '../../support/temp-dir.ts';
import { unzipped } from '../zip.ts';
import { parseCsv } from './csv.ts';
import { Evaluator, type Mark, type Row } from './evaluate.ts';
import type { Value } from './formula.ts';
import { formulasOf, type ReadSheet, readWorkbook, sheetsOf } from './read.ts';

const METRICS = [
  'customers',
  'sessions',
  'resolution_rate',
  'escalation_rate',
  'abandonment_rate',
  'avg_call_duration',
];
/** Of the two filters the second is on the topic, the axis, and so not in context. */
const BILLING = { topic_type: ['Billing', 'TechSupport'] };
const NORTH = { region: ['North', 'East'] };
const TOPICS = { topic: ['Payment Issue', 'Internet Outage'] };

let serving: Serving;
let evaluator: Evaluator;
let sheets: ReadonlyMap<string, ReadSheet>;
let sessions: readonly Row[];

/** Sessions that the simulator broke, so that topics, customers, durations and statuses are missing. */
beforeAll(async () => {
  const dir = tempDir();
  const config = loadConfig({ data: dir, port: '0', workers: '0' }, {});
  const effects = { log: silentLog, clock: fixedClock('2025-06-01T00:00:00Z'), env: {}, command: 'test' };
  await runSimulation(
    config,
    { sessions: 1500, from: '2025-01-15', to: '2025-05-01', seed: 9, dirty: 0.1 },
    effects,
  );
  serving = await serve(config, effects);
  await serving.client.ingest(() => {});
  const file = join(dir, 'calls.twbx');
  const ended = await earshot(['export', 'tableau', '--extract', '--data', dir, '--out', file]);
  expect(ended.code, ended.stderr).toBe(0);
  const files = await unzipped(file);
  const [workbookName = ''] = files.keys();
  const workbook = readWorkbook(files.get(workbookName) ?? '');
  evaluator = new Evaluator(formulasOf(workbook));
  sheets = new Map(sheetsOf(workbook).map((sheet) => [sheet.name, sheet]));
  sessions = relatedRows(files);
});
afterAll(() => serving?.close());

/** Sessions with what is known of their customers: all that a sheet asks for; no turn multiplies a session. */
function relatedRows(files: ReadonlyMap<string, string>): readonly Row[] {
  const read = (table: string) => parseCsv(files.get(`Data/earshot/${table}.csv`) ?? '', NUMBERS);
  const customers = new Map(read('customer_data').map((row) => [row.customer_id, row]));
  return read('raw_session_data').map((row) => ({ ...customers.get(row.customer_id ?? ''), ...row }));
}
const NUMBERS = ['call_duration_sec', 'tenure_months'];

type Chosen = Readonly<Record<string, readonly string[]>>;

/** Marks of a sheet, by the values of its dimensions, under filters in context and others. */
function marksOf(name: string, inContext: Chosen = {}, others: Chosen = {}): ReadonlyMap<string, Mark> {
  const sheet = sheets.get(name);
  if (!sheet) throw new Error(`no sheet ${name}`);
  for (const field of Object.keys(inContext)) expect(sheet.inContext).toContain(`[${field}]`);
  for (const field of Object.keys(others)) expect(sheet.notInContext).toContain(`[${field}]`);
  const under = (rows: readonly Row[], chosen: Chosen) =>
    rows.filter((row) =>
      Object.entries(chosen).every(([field, values]) =>
        values.includes(String(evaluator.field(`[${field}]`, row))),
      ),
    );
  const context = under(sessions, inContext);
  const filtered = under(context, others);
  const groups = groupedBy(filtered, (row) =>
    sheet.dimensions.map((use) => shown(evaluator.field(use.column, row), use.derivation)).join(' | '),
  );
  const dimensions = sheet.dimensions.map(({ column }) => column);
  return new Map([...groups].map(([key, rows]) => [key, { rows, filtered, inContext: context, dimensions }]));
}

function groupedBy<K>(rows: readonly Row[], keyOf: (row: Row) => K): ReadonlyMap<K, Row[]> {
  const groups = new Map<K, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return groups;
}

const shown = (value: Value, derivation: string): string =>
  derivation === 'Month-Trunc' ? String(value).slice(0, 7) : String(value);

function numberOf(sheetName: string, field: string, mark: Mark | undefined): Value {
  const use = sheets.get(sheetName)?.measures.find(({ column }) => column === `[${field}]`);
  if (!use || !mark) throw new Error(`${sheetName} shows no ${field}`);
  return evaluator.measure(use.column, use.derivation, mark);
}

async function ask(
  metrics: readonly string[],
  by: readonly string[] = [],
  chosen: Chosen = {},
): Promise<Answer> {
  const where: Filter[] = Object.entries(chosen).map(([field, values]) => ({
    field,
    op: 'in',
    values: [...values],
  }));
  return serving.client.request<Answer>('POST', '/api/query', { metrics, by, where });
}

const topicFilter = { topic_name: TOPICS.topic };
/** A missing topic is null in an answer, and a row (none) on a sheet. */
const keyOf = ({ key }: AnswerRow) => String(Object.values(key)[0] ?? '(none)');

it('the sessions are as dirty as real ones', () => {
  for (const field of ['topic_name', 'customer_id', 'resolution_status'])
    expect(
      sessions.some((row) => row[field] === null),
      field,
    ).toBe(true);
});

describe('every formula that stands for a metric gives what the API answers', () => {
  it.each([[{}], [BILLING]])('of all sessions, under %j', async (chosen) => {
    const mark = marksOf('Customers', chosen).get('');
    const [answer] = (await ask(METRICS, [], chosen)).rows;
    for (const { name, metric, part } of CALCULATIONS) {
      if (!metric || !mark || name === '[overall_resolution_rate]') continue;
      const value = answer?.values[metric];
      const expected = part === 'denominator' ? (value as RateValue).denominator : value?.value;
      const found = evaluator.measure(name, 'User', mark);
      expect(found, name).toBe(part === 'text' ? formatDuration(Number(expected)) : expected);
    }
  });

  it.each(['topic_name', 'customer_sentiment', 'initial_intent'])('by %s', async (dimension) => {
    const groups = groupedBy(sessions, (row) => row[dimension] ?? null);
    const { rows } = await ask(METRICS, [dimension]);
    expect(rows.length).toBe(groups.size);
    for (const { key, values } of rows) {
      const mark = {
        rows: groups.get(key[dimension] as Value) ?? [],
        filtered: sessions,
        inContext: sessions,
        dimensions: [],
      };
      for (const metric of METRICS)
        expect(evaluator.measure(`[${metric}]`, 'User', mark), `${metric} of ${key[dimension]}`).toBe(
          values[metric]?.value,
        );
    }
  });
});

describe('the sheets', () => {
  it('show a rate per month of the call', async () => {
    const marks = marksOf('Resolution Rate by Month');
    const { rows } = await ask(['resolution_rate'], ['month']);
    expect(rows.length).toBe(4);
    for (const row of rows)
      expect(numberOf('Resolution Rate by Month', 'resolution_rate', marks.get(keyOf(row).slice(0, 7)))).toBe(
        row.values.resolution_rate?.value,
      );
  });

  it('show topics, the missing one too, against the average over sessions under all filters but the axis', async () => {
    const sheet = 'Resolution Rate by Topic Name';
    const everywhere = marksOf(sheet, BILLING);
    const some = marksOf(sheet, BILLING, TOPICS);
    const { rows } = await ask(['resolution_rate'], ['topic_name'], BILLING);
    const [overall] = (await ask(['resolution_rate'], [], BILLING)).rows;
    const [ofSome] = (await ask(['resolution_rate'], [], { ...BILLING, ...topicFilter })).rows;
    expect([...everywhere.keys()].sort()).toEqual(rows.map(keyOf).sort());
    expect(some.size).toBe(2);
    for (const row of rows)
      expect(numberOf(sheet, 'resolution_rate', everywhere.get(keyOf(row)))).toBe(
        row.values.resolution_rate?.value,
      );
    for (const mark of [...everywhere.values(), ...some.values()])
      expect(numberOf(sheet, 'overall_resolution_rate', mark)).toBe(overall?.values.resolution_rate?.value);
    const bars = rows.map(({ values }) => values.resolution_rate?.value ?? 0);
    const averageOfBars = bars.reduce((sum, bar) => sum + bar, 0) / bars.length;
    expect(overall?.values.resolution_rate?.value).not.toBeCloseTo(averageOfBars, 4);
    expect(ofSome?.values.resolution_rate?.value).not.toBe(overall?.values.resolution_rate?.value);
  });

  it('show each outcome as its share of the topic, and no session without a status', async () => {
    const sheet = 'Outcomes by Topic Name';
    const statuses = ['Resolved', 'Escalated', 'Abandoned'];
    const marks = marksOf(sheet, {}, { ...TOPICS, resolution_status: statuses });
    const { rows } = await ask(
      ['resolution_rate', 'escalation_rate', 'abandonment_rate'],
      ['topic_name'],
      topicFilter,
    );
    expect(rows.length).toBe(2);
    for (const row of rows) {
      const rates = [row.values.resolution_rate, row.values.escalation_rate, row.values.abandonment_rate];
      for (const [index, status] of statuses.entries())
        expect(numberOf(sheet, 'outcome_share', marks.get(`${keyOf(row)} | ${status}`))).toBe(
          rates[index]?.value,
        );
    }
  });

  it('grey a rate of fewer than 30 sessions', () => {
    const sheet = 'Resolution Rate by Topic Name';
    for (const mark of marksOf(sheet, NORTH).values()) {
      const n = mark.rows.filter((row) => row.resolution_status !== null).length;
      expect(numberOf(sheet, 'sample', mark)).toBe(n < 30 ? 'fewer than 30 sessions' : '30 sessions or more');
    }
  });
});
