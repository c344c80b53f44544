import { readFileSync } from 'node:fs';

/** The package's version; src/cli and dist/cli lie equally deep. */
export function packageVersion(): string {
  const file: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return String((file as { version: unknown }).version);
}
