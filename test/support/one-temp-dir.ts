import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** All temporary folders of a run lie in one, which goes when the run ends, also those that a process left which a test has killed. */
export default function oneTempDir(): () => void {
  const home = mkdtempSync(join(tmpdir(), 'earshot-tests-'));
  // What `tmpdir` reads on POSIX systems, and on Windows.
  for (const name of ['TMPDIR', 'TEMP', 'TMP']) process.env[name] = home;
  return () => rmSync(home, { recursive: true, force: true, maxRetries: 3 });
}
