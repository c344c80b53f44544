import { spawnSync } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tempDir } from '../support/temp-dir.ts';

export const GCP = fileURLToPath(new URL('../../deploy/gcp/', import.meta.url));

/** OpenTofu or Terraform, whichever is on the PATH. */
export function findTofu(): string | undefined {
  return ['tofu', 'terraform'].find((name) => spawnSync(name, ['version']).status === 0);
}

/** A copy of deploy/gcp, where a command may leave what it makes. */
export function workspace(): string {
  const dir = join(tempDir(), 'gcp');
  cpSync(GCP, dir, { recursive: true });
  return dir;
}

export interface TofuEnded {
  readonly code: number | null;
  readonly text: string;
}

export function run(tofu: string, dir: string, ...args: readonly string[]): TofuEnded {
  const ended = spawnSync(tofu, args, { cwd: dir, encoding: 'utf8' });
  return { code: ended.status, text: `${ended.stdout}${ended.stderr}` };
}
