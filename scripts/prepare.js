import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';

// `npx earshot` in the checkout links it into npm's cache, which prepares it once more: a build of 10 s, beneath the
// feet of a server that runs from dist. What `npm ci` built is still there.
const isBuilt = existsSync(new URL('../dist/cli/main.js', import.meta.url));
if (process.env.npm_command !== 'exec' || !isBuilt) execSync('npm run build', { stdio: 'inherit' });
