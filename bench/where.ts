import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EARSHOT, measureNode } from './measure.ts';

/** CPU seconds of one ingest by what they went to. */
export type Where = Readonly<Record<string, number>>;

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
    readonly children?: readonly number[];
  }[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}

/** The first that fits names a frame. */
const PARTS: readonly (readonly [RegExp, string])[] = [
  [/dist\/redact\/|redact-session/, 'redact'],
  [/dist\/ingest\/clean\/|facts\.js/, 'clean'],
  [/ingest\/read/, 'decode, parse'],
  [/stage-line|stage-buffer|stage-drop/, 'build lines'],
  [/stage-file|stager|stage\.js|gate\.js/, 'stage files'],
];

/** Profiles one ingest that stages in its main thread, so that what is not in the profile is DuckDB's. */
export async function whereTimeGoes(bucket: string): Promise<Where> {
  const work = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const options = ['--data', join(work, 'data'), '--bucket', bucket, '--workers', '0'];
  const measured = await measureNode(['--cpu-prof', `--cpu-prof-dir=${work}`, EARSHOT, 'ingest', ...options]);
  const file = readdirSync(work).find((name) => name.endsWith('.cpuprofile'));
  if (!file) throw new Error('Node wrote no profile.');
  const seconds = secondsOf(JSON.parse(readFileSync(join(work, file), 'utf8')));
  rmSync(work, { recursive: true });
  const known = Object.values(seconds).reduce((sum, each) => sum + each, 0);
  return { ...seconds, 'DuckDB, system, compiler': Math.max(0, measured.cpuSec - known) };
}

/** Self time belongs to the innermost frame of ours: what Node does for it counts as its own. */
function secondsOf({ nodes, samples, timeDeltas }: Profile): Record<string, number> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child) => [child, node.id])));
  const seconds: Record<string, number> = {};
  samples.forEach((sample, index) => {
    const name = byId.get(sample)?.callFrame.functionName;
    if (name === '(idle)' || name === '(program)') return;
    const part = name === '(garbage collector)' ? 'garbage collector' : partOf(sample);
    seconds[part] = (seconds[part] ?? 0) + (timeDeltas[index] ?? 0) / 1e6;
  });
  return seconds;

  function partOf(sample: number): string {
    for (let id: number | undefined = sample; id !== undefined; id = parents.get(id)) {
      const url = byId.get(id)?.callFrame.url ?? '';
      const part = PARTS.find(([pattern]) => pattern.test(url));
      if (part) return part[1];
    }
    return 'start, all else';
  }
}
