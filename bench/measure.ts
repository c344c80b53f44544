import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Measured {
  readonly seconds: number;
  /** Peak resident memory of the whole process, threads included. */
  readonly peakMiB: number;
  /** User and system, threads included. */
  readonly cpuSec: number;
  readonly stdout: string;
}

export const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const PEAK_HOOK = new URL('./peak.js', import.meta.url).href;

/** Runs a Node script as a process of its own, from outside. @throws Error with its error stream when it fails. */
export async function measureNode(args: readonly string[]): Promise<Measured> {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-bench-'));
  const peakFile = join(folder, 'peak');
  const started = performance.now();
  const stdout = await run(process.execPath, ['--import', PEAK_HOOK, ...args], { BENCH_PEAK_FILE: peakFile });
  const seconds = (performance.now() - started) / 1000;
  const { peakMiB, cpuSec } = readPeak(peakFile);
  rmSync(folder, { recursive: true });
  return { seconds, peakMiB, cpuSec, stdout };
}

/** What `peak.js` left behind. */
export function readPeak(file: string): Pick<Measured, 'peakMiB' | 'cpuSec'> {
  const { peakKiB, cpuSec } = JSON.parse(readFileSync(file, 'utf8'));
  return { peakMiB: Math.round(peakKiB / 1024), cpuSec };
}

/** The standard output of a command, and its CPU seconds as the shell counts them. @throws Error with its error stream when it fails */
export async function runTimed(
  command: string,
  args: readonly string[],
): Promise<{ stdout: string; cpuSec: number }> {
  const all = await run('sh', ['-c', '"$0" "$@" && times', command, ...args]);
  const lines = all.trimEnd().split('\n');
  const times = lines.at(-1) ?? '';
  const cpuSec = [...times.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, min, sec]) => sum + Number(min) * 60 + Number(sec),
    0,
  );
  return { stdout: lines.slice(0, -2).join('\n'), cpuSec };
}

/** The standard output of a command. @throws Error with its error stream when it fails. */
export function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const out = { stdout: '', stderr: '' };
    child.stdout.on('data', (chunk) => (out.stdout += chunk));
    child.stderr.on('data', (chunk) => (out.stderr += chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(out.stdout);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}:\n${out.stderr}`));
    });
  });
}

export const EARSHOT = join(ROOT, 'bin/earshot.js');

/** Nearest rank: the value that the share `p` of the sorted values does not exceed. */
export function percentile(values: readonly number[], p: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, each) => sum + each, 0) / Math.max(1, values.length);
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

export function round(value: number, digits = 2): number {
  return Number(value.toFixed(digits));
}
