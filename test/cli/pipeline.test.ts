import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IngestReport, Status } from '../../src/server/api.ts';
import type { SimulationLog } from '../../src/simulate/log.ts';
import { earshot, jsonLines, startEarshot, temporaryFolder } from './earshot.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
const MONTH = ['--sessions', '300', '--from', '2025-01-01', '--to', '2025-02-01', '--seed', '7'];
const run = (...args: string[]) => earshot([...args, '--data', data]);

let simulated: Omit<SimulationLog, 'files'> & { readonly files: number; readonly logFile: string };
let loaded: IngestReport;

beforeAll(async () => {
  simulated = JSON.parse((await run('simulate', ...MONTH)).stdout);
  loaded = JSON.parse((await run('ingest')).stdout);
});
afterAll(() => folder.remove());

describe('from simulate to query, in pipes', () => {
  it('simulate prints its log, which is also, with every file, in the folder of logs', () => {
    const { logFile, files, ...sums } = simulated;
    expect(sums).toMatchObject({ sessions: 300, interrupted: false, options: { seed: 7 } });
    const { files: written, ...log } = JSON.parse(readFileSync(logFile, 'utf8'));
    expect(log).toEqual({ ...sums, bucket: join(data, 'session_batch_files') });
    expect(written).toHaveLength(files);
  });

  it('ingest prints its report, and changes nothing the second time', async () => {
    expect(loaded).toMatchObject({
      sessions: 300,
      objectsLoaded: simulated.files,
      quarantined: 0,
      erased: 0,
      expired: 0,
    });
    const again = await run('ingest');
    expect(again.code).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({ sessions: 0, objectsLoaded: 0 });
    expect(again.stderr).toContain('Nothing new: 31 files in the bucket.');
  });

  it('query answers one JSON line per group, and nothing else', async () => {
    const words =
      'resolution_rate,sessions,avg_call_duration --by topic_name --where topic_name!=(none)'.split(' ');
    const { stdout, stderr, code } = await run('query', ...words);
    expect([code, stderr]).toEqual([0, '']);
    const rows = jsonLines(stdout);
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) {
      expect(Object.keys(row)).toEqual(['topic_name', 'resolution_rate', 'sessions', 'avg_call_duration']);
      expect(row.resolution_rate).toEqual({
        value: expect.any(Number),
        numerator: expect.any(Number),
        denominator: expect.any(Number),
        low: expect.any(Number),
        high: expect.any(Number),
      });
      expect(Object.keys(row.sessions as object)).toEqual(['value']);
      expect(row.avg_call_duration).toMatchObject({ value: expect.any(Number), n: expect.any(Number) });
    }
    const named = Object.entries(simulated.topics).filter(([topic]) => topic !== '(none)');
    expect(
      Object.fromEntries(rows.map((row) => [row.topic_name, (row.sessions as { value: number }).value])),
    ).toEqual(Object.fromEntries(named));
  });

  it('says so when no session fits, and answers with no line', async () => {
    const { code, stdout, stderr } = await run(
      'query',
      'sessions',
      '--by',
      'region',
      '--where',
      'region=Atlantis',
    );
    const said = 'No call has region "Atlantis".\nNo session fits the question.\n';
    expect([code, stdout, stderr]).toEqual([0, '', said]);
  });

  it('names the nearest value for one that no call has', async () => {
    const { code, stdout, stderr } = await run('query', 'sessions', '--where', 'region=north');
    expect([code, stdout]).toEqual([0, '{"sessions":{"value":0}}\n']);
    expect(stderr).toBe('No call has region "north". Did you mean North?\n');
  });

  it('reads every part of a question', async () => {
    const { code, stdout } = await run(
      ...['query', 'sessions,resolution_rate', '--where', 'call_duration_sec=30..600', '--base', 'engaged'],
      ...[
        '--from',
        '2025-01-08',
        '--to',
        '2025-01-15',
        '--tz',
        'America/New_York',
        '--compare',
        'previous_period',
      ],
    );
    expect(code).toBe(0);
    expect(jsonLines(stdout)).toEqual([
      {
        sessions: { value: expect.any(Number), previous: expect.any(Object), change: expect.any(Object) },
        resolution_rate: expect.objectContaining({
          previous: expect.any(Object),
          change: expect.any(Object),
        }),
      },
    ]);
  });

  it('status adds up', async () => {
    const status: Status = JSON.parse((await run('status')).stdout);
    expect(status.files).toMatchObject({ seen: 31, loaded: 31 });
    expect(status.records).toEqual({
      in: 300,
      loaded: 300,
      duplicate: 0,
      quarantined: 0,
      erased: 0,
      expired: 0,
    });
  });

  it('reports a file that is not JSON, loads the rest, and calls it no error', async () => {
    writeFileSync(join(data, 'session_batch_files', 'broken.json'), '[{"session_id": ');
    const { code, stdout, stderr } = await run('ingest');
    expect(code).toBe(0);
    expect(JSON.parse(stdout).quarantined).toBe(1);
    expect(stderr).toContain('In quarantine: 1 record');
  });

  it('takes settings from the environment too, and a flag beats it', async () => {
    const env = { EARSHOT_DATA: data, EARSHOT_PORT: '70000' };
    expect((await earshot(['query', 'sessions', '--port', '0'], env)).stdout).toBe(
      '{"sessions":{"value":300}}\n',
    );
    const wrong = await earshot(['query', 'sessions'], env);
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toContain('EARSHOT_PORT is "70000"');
  });
});

describe('beside a living server', () => {
  it('the same command asks the server, in its time zone, and a second server is refused with the address of the first', async () => {
    const server = startEarshot(['serve', '--port', '0', '--tz', 'Asia/Tokyo', '--data', data]);
    const [, url = ''] = await server.seen(/^Dashboard: (http:\/\/127\.0\.0\.1:\d+\/)$/m);
    const answer = await run('query', 'sessions');
    expect(answer.stdout).toBe('{"sessions":{"value":300}}\n');
    const days = jsonLines((await run('query', 'sessions', '--by', 'day')).stdout);
    const tokyo = jsonLines((await run('query', 'sessions', '--by', 'day', '--tz', 'Asia/Tokyo')).stdout);
    const utc = jsonLines((await run('query', 'sessions', '--by', 'day', '--tz', 'UTC')).stdout);
    expect(days).toEqual(tokyo);
    expect(days).not.toEqual(utc);
    const second = await run('serve', '--port', '0');
    expect(second.code).toBe(5);
    expect(second.stderr).toContain(url.replace(/\/$/, ''));

    server.child.kill('SIGINT');
    const { code, stdout, stderr } = await server.ended;
    expect([code, stdout]).toEqual([130, `Dashboard: ${url}\n`]);
    expect(stderr).toContain('warehouse.duckdb is closed and whole.');
    expect(readdirSync(data)).not.toContain('warehouse.duckdb.owner');
    expect((await run('query', 'sessions')).stdout).toBe(answer.stdout);
  });
});

describe('demo', () => {
  it('simulates into an empty bucket, loads, serves; started again it only loads', async () => {
    const fresh = join(folder.path, 'fresh');
    const args = ['demo', '--sessions', '120', '--port', '0', '--data', fresh];
    const first = startEarshot(args);
    const [, url = ''] = await first.seen(/^Dashboard: (\S+)$/m);
    expect(await (await fetch(new URL('/api/status', url))).json()).toMatchObject({
      records: { loaded: 120 },
    });
    first.child.kill('SIGINT');
    const { code, stderr } = await first.ended;
    expect(code).toBe(130);
    expect(stderr).toMatch(/Simulated 120 calls in \d+\.\d s/);
    expect(stderr).toMatch(/Loaded 120 sessions from \d+ files .* in \d+\.\d s/);

    const second = startEarshot(args);
    await second.seen(/^Dashboard:/m);
    second.child.kill('SIGTERM');
    const again = await second.ended;
    expect(again.code).toBe(143);
    expect(again.stderr).toContain('Nothing new');
    expect(again.stderr).not.toContain('Simulated');
    expect(again.stderr).toContain('The bucket holds session files: nothing is simulated.');
    expect(existsSync(join(fresh, 'warehouse.duckdb'))).toBe(true);
  });
});
