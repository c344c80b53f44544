import { readdirSync, rmSync } from 'node:fs';

// A file that was renamed in src must not live on in dist; the pages in dist/web are Vite's.
const dist = new URL('../dist/', import.meta.url);
try {
  for (const name of readdirSync(dist)) {
    if (name !== 'web') rmSync(new URL(name, dist), { recursive: true, force: true });
  }
} catch (error) {
  if (error.code !== 'ENOENT') throw error;
}
