import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earshot, jsonLines, temporaryFolder } from './earshot.ts';

const folder = temporaryFolder();
const data = join(folder.path, 'data');
beforeAll(async () => {
  await earshot(['simulate', '--sessions', '50', '--to', '2025-02-01', '--data', data]);
  await earshot(['ingest', '--data', data]);
});
afterAll(() => folder.remove());

const annotate = (...args: string[]) => earshot(['annotate', ...args, '--data', data]);
function file(name: string, text: string): string {
  const path = join(folder.path, name);
  writeFileSync(path, text);
  return path;
}

describe('earshot annotate', () => {
  it('writes a file as often as one likes, lists, and removes', async () => {
    const notes = file(
      'notes.yaml',
      '- { from: 2025-01-14, kind: release, label: Bot 3.5 }\n- { id: outage-7, from: 2025-01-02T09:00, to: 2025-01-02T15:00, kind: outage, label: Line down }\n',
    );
    const zone = ['--tz', 'America/New_York'];
    for (let time = 0; time < 2; time++) expect(await annotate(notes, ...zone)).toMatchObject({ code: 0 });
    const list = jsonLines((await annotate()).stdout);
    expect(list).toMatchObject([
      { id: 'outage-7', from: '2025-01-02T14:00:00.000Z', to: '2025-01-02T20:00:00.000Z', kind: 'outage' },
      { from: '2025-01-14T05:00:00.000Z', to: null, label: 'Bot 3.5' },
    ]);
    expect((await annotate('--remove', 'outage-7')).code).toBe(0);
    expect(jsonLines((await annotate()).stdout)).toHaveLength(1);
    expect(await annotate('--remove', 'outage-7')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('There is no annotation "outage-7"'),
    });
  });

  it.each([
    ['no list', 'from: 2025-01-14', 'holds no list'],
    ['no YAML', 'a: [', 'is not YAML or JSON'],
    ['a word', '- release', 'Annotation 1 of'],
    ['no time', '- { from: soon, kind: note, label: x }', 'Annotation 1: from is "soon"'],
  ])('says what is wrong with a file of %s', async (_, text, message) => {
    const { code, stderr } = await annotate(file('wrong.yaml', text));
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('    at ');
  });
});
