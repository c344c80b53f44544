import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A fresh folder of the test's own. */
export function tempDir(): string {
  return mkdtempSync(join(tmpdir(), 'earshot-test-'));
}
