import { cpSync } from 'node:fs';

// Scenarios are data: tsc leaves them behind.
const from = new URL('../src/simulate/scenarios/', import.meta.url);
cpSync(from, new URL('../dist/simulate/scenarios/', import.meta.url), { recursive: true });
