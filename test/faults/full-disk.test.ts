import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sessionRecord } from '../support/session.ts';
import { tempDir } from '../support/temp-dir.ts';
import { contentOf, expectAllLoaded, expectSound } from './content.ts';
import { openHouse } from './house.ts';

const disk = tempDir();
const mounted = mount('3m');
afterAll(() => {
  if (mounted) execFileSync('umount', ['-l', disk], { stdio: 'ignore' });
});

function mount(size: string): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

const resize = (size: string) => execFileSync('mount', ['-o', `remount,size=${size}`, disk]);

/** Text that no compression makes small. */
function noise(seed: number): string {
  let state = seed * 2654435761 + 1;
  return Array.from({ length: 200 }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state.toString(36);
  }).join(' ');
}

function sessionOf(id: number): object {
  const session = sessionRecord({ session_id: `S${id}`, customer_id: `C${id % 50}` });
  return { ...session, conversation: session.conversation.map((turn) => ({ ...turn, text: noise(id) })) };
}

function fill(bucket: string): void {
  mkdirSync(bucket, { recursive: true });
  for (let file = 0; file < 12; file++) {
    const sessions = Array.from({ length: 150 }, (_, i) => sessionOf(file * 1000 + i));
    writeFileSync(join(bucket, `${file}.json`), JSON.stringify(sessions));
  }
}

describe.skipIf(!mounted)('a disk that is full (needs the right to mount a tmpfs)', () => {
  it('ends a sweep with a word and nothing lost; with room again the next one completes it', async () => {
    const bucket = join(tempDir(), 'bucket');
    fill(bucket);
    const house = await openHouse(disk, bucket);
    const error = await house.sweep().then(
      () => null,
      (cause) => cause,
    );
    expect(error).toMatchObject({ kind: 'environment', hint: expect.stringMatching(/earshot ingest/) });
    await house.close().catch(() => undefined);
    resize('64m');
    const again = await openHouse(disk, bucket);
    await expectSound(again.warehouse);
    await again.sweep();
    await expectSound(again.warehouse);
    await expectAllLoaded(again);
    const clean = await openHouse(tempDir(), bucket);
    await clean.sweep();
    expect(await contentOf(again.warehouse)).toEqual(await contentOf(clean.warehouse));
    await Promise.all([again.close(), clean.close()]);
  }, 300_000);

  it('leaves the warehouse as it is when there is no room to write it anew', async () => {
    const bucket = join(tempDir(), 'bucket');
    fill(bucket);
    const house = await openHouse(disk, bucket);
    await house.sweep();
    const before = await contentOf(house.warehouse);
    resize('7m');
    await expect(house.upkeep.erase('C1')).rejects.toMatchObject({ kind: 'environment' });
    expect(await contentOf(house.warehouse)).toEqual(before);
    resize('64m');
    await house.upkeep.erase('C1');
    const rows = await house.warehouse.query({
      sql: `SELECT count(*) AS n FROM raw_session_data WHERE customer_id = 'C1'`,
      params: [],
    });
    expect(rows).toEqual([{ n: 0 }]);
    await house.close();
  }, 300_000);
});
