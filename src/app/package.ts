import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** src/app and dist/app lie equally deep. */
const ROOT = new URL('../../', import.meta.url);

export function packageVersion(): string {
  const manifest: { version?: unknown } = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));
  return String(manifest.version);
}

/** Where the build puts the pages. */
export const WEB_DIR = fileURLToPath(new URL('dist/web', ROOT));
