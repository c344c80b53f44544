import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cellsOf } from '../export/tableau/csv.ts';
import { unzipped } from '../export/zip.ts';
import { earshot, jsonLines, temporaryFolder } from './earshot.ts';
import { runWords } from './in-process.ts';

const HOSTILE = `=cmd|' /C calc'!A0, "x"; <b>'&amp;'</b>`;
const TITLE = 'Telecommunications Company - IVR Chatbot Performance Dashboard';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const at = (name: string) => join(folder.path, name);
const onBigQuery = (...more: string[]) =>
  earshot(['export', 'tableau', '--bigquery', 'my-project.calls', ...more]);
const withData = (...more: string[]) => runWords(['export', 'tableau', '--extract', '--data', data, ...more]);

beforeAll(async () => {
  mkdirSync(join(data, 'session_batch_files'), { recursive: true });
  const session = {
    session_id: 'S1',
    customer_id: '@SUM(1+1)',
    call_start_time: '2025-01-31T10:00:00Z',
    call_end_time: '2025-01-31T10:01:30.250Z',
    resolution_status: 'Resolved',
    topic_name: HOSTILE,
    conversation: [
      {
        turn_number: 1,
        timestamp: '2025-01-31T10:00:00Z',
        speaker: 'Customer',
        text: 'line one\nline "two"',
      },
    ],
  };
  const other = { session_id: 'S2', call_start_time: '2025-01-31T11:00:00Z', conversation: [] };
  writeFileSync(join(data, 'session_batch_files', 'calls.json'), JSON.stringify([session, other]));
  await runWords(['ingest', '--data', data]);
});
afterAll(() => folder.remove());

describe('earshot export tableau --extract', () => {
  it('takes sessions, turns and customers along as they are, without what was said', async () => {
    const file = at('calls.twbx');
    const ended = await earshot(['export', 'tableau', '--extract', '--data', data, '--out', file]);
    expect(jsonLines(ended.stdout)).toEqual([
      { file, rows: { raw_session_data: 2, conversation_data: 1, customer_data: 1 }, movedMeanwhile: false },
    ]);
    const files = await unzipped(file);
    expect([...files.keys()]).toEqual([
      `${TITLE}.twb`,
      ...['raw_session_data', 'conversation_data', 'customer_data'].map(
        (table) => `Data/earshot/${table}.csv`,
      ),
    ]);
    const [header = [], first = [], second = []] = cellsOf(
      files.get('Data/earshot/raw_session_data.csv') ?? '',
    );
    const cell = (name: string) => first[header.indexOf(name)];
    expect(cell('topic_name')).toBe(HOSTILE);
    expect(cell('customer_id')).toBe('@SUM(1+1)');
    expect([cell('call_start_time'), cell('call_end_time')]).toEqual([
      '2025-01-31 10:00:00',
      '2025-01-31 10:01:30.250',
    ]);
    expect(second[header.indexOf('topic_name')]).toBe('');
    expect([...files.values()].join()).not.toContain('line one');
  });

  it('takes what was said along when asked', async () => {
    const file = at('said.twbx');
    await withData('--transcripts', '--out', file);
    const files = await unzipped(file);
    const [header = [], turn = []] = cellsOf(files.get('Data/earshot/conversation_data.csv') ?? '');
    expect(turn[header.indexOf('text')]).toBe('line one\nline "two"');
    expect(cellsOf(files.get('Data/earshot/raw_session_data.csv') ?? '')[0]).toContain('conversation');
  });

  it('replaces nothing unless told to, and leaves no part of a file behind', async () => {
    const file = at('kept.twbx');
    writeFileSync(file, 'mine');
    const refused = await withData('--out', file);
    expect(refused).toMatchObject({
      code: 5,
      stderr: expect.stringMatching(/is there already.*\n.*--out.*--force/),
    });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await withData('--out', file, '--force')).code).toBe(0);
    expect((await unzipped(file)).size).toBe(4);
    expect(readdirSync(folder.path).filter((name) => name.endsWith('.part'))).toEqual([]);
  });
});

describe('earshot export tableau --bigquery', () => {
  it('asks no warehouse, and the same words give the same bytes', async () => {
    const [one, other] = [at('one.twb'), at('other.twb')];
    await onBigQuery('--data', at('nowhere'), '--out', one);
    const ended = await onBigQuery('--data', at('nowhere'), '--out', other);
    expect(jsonLines(ended.stdout)).toEqual([{ file: other, project: 'my-project', dataset: 'calls' }]);
    expect(readFileSync(one, 'utf8') === readFileSync(other, 'utf8')).toBe(true);
  });
});

describe('what does not fit is said in words, with the next step', () => {
  it.each([
    [['export', 'tableau'], 2, /where Tableau finds the calls.*--extract/],
    [['export', 'tableau', '--bigquery', 'calls'], 2, /--bigquery is "calls".*\n.*PROJECT\.DATASET/],
    [['export', 'tableau', '--bigquery', '.calls'], 2, /no id of a project/],
    [['export', 'tableau', '--bigquery', "my-project.x' y"], 2, /no name of a dataset/],
    [['export', 'tableau', '--bigquery', 'my-project.calls', '--extract'], 2, /do not go together/],
    [['export', 'tableau', '--bigquery', 'my-project.calls', '--transcripts'], 2, /goes with --extract/],
    [['export', 'tableau', '--bigquery', 'my-project.calls', '--out', 'calls.xml'], 2, /must end in \.twb/],
    [
      ['export', 'tableau', '--bigquery', 'my-project.calls', '--out', '/no/such/a.twb'],
      3,
      /no folder \/no\/such/,
    ],
    [
      ['export', 'tableau', '--bigquery', 'my-project.calls', '--out', '/proc/a.twb'],
      3,
      /no folder|can't be written/,
    ],
    [['export', 'tableau', '--extract', '--data', '/no/such'], 3, /There is no warehouse/],
    [['export', 'powerbi'], 2, /exported as "powerbi".*\n.*tableau/],
  ])('%j', async (args, code, message) => {
    const ended = await runWords(args);
    expect(ended.stderr).toMatch(message);
    expect(ended.stderr).not.toContain('    at ');
    expect(ended.code).toBe(code);
  });
});
