import { chmod } from 'node:fs/promises';

const NOBODY = 65534;

/** Runs `act` without root's rights, which no permission stops; `dir` stays reachable. */
export async function asOrdinaryUser(dir: string, act: () => Promise<void>): Promise<void> {
  if (process.geteuid?.() !== 0) return act();
  await chmod(dir, 0o755);
  process.seteuid?.(NOBODY);
  try {
    await act();
  } finally {
    process.seteuid?.(0);
  }
}
