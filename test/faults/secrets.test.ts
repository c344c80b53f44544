import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { INNER_TABLES } from '../../src/contract/inner-tables.ts';
import { PUBLIC_TABLES } from '../../src/contract/public-tables.ts';
import { type Compiled, compileSources } from '../app/compiled.ts';
import { tempDir } from '../support/temp-dir.ts';
import { type House, openHouse } from './house.ts';

/** As they are written in the bucket; none of these may be found anywhere else. */
const SECRETS = [
  '4111 1111 1111 1111',
  '5500005555555559',
  'jo.planted@example.com',
  '+1 415 555 2671',
  'four one one one',
];
/** Not secret: proves that the search would find a text that is there. */
const FINDABLE = 'an ordinary sentence about modems';
const ERASED = 'only the erased caller says this';

const turn = (text: string, more = {}) => ({ turn_number: 1, speaker: 'Customer', text, ...more });
const call = (session_id: string, customer_id: string, more: object = {}) => ({
  session_id,
  customer_id,
  call_start_time: '2025-01-06T10:00:00Z',
  call_duration_sec: 60,
  conversation: [turn(FINDABLE)],
  ...more,
});

function plant(house: House): void {
  const spoken = 'my card number is four one one one one one one one one one one one one one one one';
  house.put('a.json', [
    call('S1', 'C1', { conversation: [turn(ERASED), turn('my card is 4111 1111 1111 1111')] }),
    call('S2', 'C2', { conversation: [turn('write to jo.planted@example.com'), turn(spoken)] }),
    call('S3', 'C2', {
      topic_name: 'card 5500005555555559',
      resolution_status: 'call me at +1 415 555 2671',
      customer_sentiment: { note: 'jo.planted@example.com' },
      conversation: [
        turn('x', { speaker: '4111 1111 1111 1111', confidence_score: 'my card 5500005555555559' }),
      ],
    }),
    { customer_id: 'C1', note: 'no session, but 4111 1111 1111 1111' },
    call('S4', 'C2', { conversation: 'jo.planted@example.com' }),
    call('S6', 'C2'),
  ]);
  house.put('b.json', '[{"session_id":"S5","note":"4111 1111 1111 1111 and jo.planted@example.com"');
}

async function tablesThatHold(house: House, text: string): Promise<string[]> {
  const found: string[] = [];
  for (const { name } of [...INNER_TABLES, ...PUBLIC_TABLES]) {
    const sql = `SELECT count(*) AS n FROM (SELECT CAST(to_json(t) AS VARCHAR) AS row FROM "${name}" t) WHERE contains(row, $1)`;
    const [row] = await house.warehouse.query({ sql, params: [text] });
    if (Number(row?.n) > 0) found.push(name);
  }
  return found;
}

/** Files of the data folder, the bucket apart, whose bytes hold the text. */
function filesThatHold(dir: string, text: string): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((name) => {
    if (name.startsWith('session_batch_files')) return false;
    const path = join(dir, name);
    return statSync(path).isFile() && readFileSync(path).includes(Buffer.from(text));
  });
}

async function expectNoSecret(house: House, dir: string): Promise<void> {
  for (const secret of SECRETS) {
    expect(await tablesThatHold(house, secret), secret).toEqual([]);
    expect(filesThatHold(dir, secret), secret).toEqual([]);
  }
}

/** On disk is what was committed; what is still in the log beside it counts too. */
async function reopened(house: House, dir: string): Promise<House> {
  await house.close();
  return openHouse(dir, undefined, { uncompressed: true });
}

let compiled: Compiled;
let script: string;
beforeAll(() => {
  const here = (name: string) => fileURLToPath(new URL(name, import.meta.url));
  compiled = compileSources();
  compiled.add(here('house.ts'));
  script = fileURLToPath(compiled.add(here('sweep-once.ts')));
});
afterAll(() => compiled.remove());

describe('a secret in the bucket', () => {
  it('is found nowhere after ingest, retry, rebuild and erase, in no column and in no byte', async () => {
    const dir = tempDir();
    let house = await openHouse(dir, undefined, { uncompressed: true });
    plant(house);
    await house.sweep();
    house = await reopened(house, dir);
    expect(await tablesThatHold(house, FINDABLE)).toContain('session_version');
    expect(filesThatHold(dir, FINDABLE)).toEqual(['warehouse.duckdb']);
    await expectNoSecret(house, dir);
    await house.upkeep.retry();
    await house.upkeep.rebuild({ accept: false, dropGone: false });
    house = await reopened(house, dir);
    await expectNoSecret(house, dir);
    expect(filesThatHold(dir, ERASED)).toEqual(['warehouse.duckdb']);
    await house.upkeep.erase('C1');
    house = await reopened(house, dir);
    expect(filesThatHold(dir, ERASED)).toEqual([]);
    expect(filesThatHold(dir, FINDABLE)).toEqual(['warehouse.duckdb']);
    await expectNoSecret(house, dir);
    await house.close();
  });

  it.each(['staged:2', 'commit_begun:1', 'rows_loaded:1', 'before_commit:2', 'after_commit:2'])(
    'is found nowhere after a kill at %s, in what the process left behind',
    async (fault) => {
      const dir = tempDir();
      const house = await openHouse(dir);
      plant(house);
      await house.close();
      const { signal } = spawnSync(process.execPath, [script, dir], {
        env: { ...process.env, EARSHOT_SWEEP: 'run', EARSHOT_FAULT: fault },
      });
      expect(signal).toBe('SIGKILL');
      if (fault === 'staged:2') expect(filesThatHold(dir, FINDABLE)).not.toEqual([]);
      for (const secret of SECRETS) expect(filesThatHold(dir, secret), secret).toEqual([]);
      const next = await openHouse(dir);
      await next.upkeep.erase('C1');
      await next.close();
      expect(filesThatHold(dir, ERASED)).toEqual([]);
    },
  );

  it.each(['rewritten:1', 'rename_in:1'])(
    'and a caller who is erased after a rebuild was killed at %s, is found in no file',
    async (fault) => {
      const dir = tempDir();
      const uncompressed = () => openHouse(dir, undefined, { uncompressed: true });
      const house = await uncompressed();
      plant(house);
      await house.sweep();
      await house.close();
      const { signal } = spawnSync(process.execPath, [script, dir], {
        env: { ...process.env, EARSHOT_SWEEP: 'rebuild', EARSHOT_FAULT: fault },
      });
      expect(signal).toBe('SIGKILL');
      expect(filesThatHold(dir, ERASED)).toContain('warehouse.duckdb.rebuild');
      const next = await uncompressed();
      await next.upkeep.erase('C1');
      await next.close();
      expect(filesThatHold(dir, ERASED)).toEqual([]);
    },
  );
});
