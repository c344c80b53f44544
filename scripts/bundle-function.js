import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { ZipFile } from 'yazl';

// The function of deploy/gcp as one zip, from dist: `npm run bundle:function -- FUNCTION.zip`.
const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** Stays outside: Cloud Functions starts its own, and the function registers itself there. */
const FRAMEWORK = '@google-cloud/functions-framework';

async function bundled() {
  const built = await build({
    root: ROOT,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    ssr: { noExternal: true, external: [FRAMEWORK], target: 'node' },
    build: {
      ssr: 'dist/cloud/function.js',
      target: 'node22',
      write: false,
      minify: true,
      rollupOptions: { output: { codeSplitting: false, entryFileNames: 'function.js' } },
    },
  });
  return built.output.map(({ fileName, code }) => [fileName, code]);
}

function packageJson() {
  const { version, license, dependencies } = JSON.parse(readFileSync(`${ROOT}package.json`, 'utf8'));
  return JSON.stringify({
    name: 'earshot-stage',
    version,
    license,
    private: true,
    type: 'module',
    main: 'function.js',
    dependencies: { [FRAMEWORK]: dependencies[FRAMEWORK] },
  });
}

const path = resolve(process.argv[2] ?? `${ROOT}deploy/gcp/function.zip`);
const files = [['package.json', packageJson()], ...(await bundled())];
const zip = new ZipFile();
// Terraform names the object by its bytes: the same code gives the same ones.
for (const [name, code] of files)
  zip.addBuffer(Buffer.from(code), name, { mtime: new Date(Date.UTC(2025, 0, 1)), forceDosTimestamp: true });
zip.end();
mkdirSync(dirname(path), { recursive: true });
await pipeline(zip.outputStream, createWriteStream(path));
const bytes = files.reduce((sum, [, code]) => sum + Buffer.byteLength(code), 0);
process.stdout.write(`${path}: ${(bytes / 2 ** 20).toFixed(2)} MiB unpacked\n`);
