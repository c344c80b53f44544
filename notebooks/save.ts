import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { executed } from './run/notebook.ts';

// Runs the notebook and saves it with its outputs. usage: npm run notebook
const file = fileURLToPath(new URL('simulator-tour.ipynb', import.meta.url));
writeFileSync(file, `${JSON.stringify(await executed(file), null, 1)}\n`);
