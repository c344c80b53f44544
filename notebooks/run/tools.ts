import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const execute = promisify(execFile);
const PINNED = fileURLToPath(new URL('../tools/', import.meta.url));
const CACHE = fileURLToPath(new URL('../.tools/', import.meta.url));
const PINS = ['package.json', 'package-lock.json', 'requirements.txt'];
const isWindows = process.platform === 'win32';

export interface Tools {
  /** Has the packages that speak with a kernel. */
  readonly python: string;
  /** Settings that keep all of Jupyter and Deno in the tools' own folder. */
  readonly env: NodeJS.ProcessEnv;
}

/** Installs what `notebooks/tools` pins, once; again when a pin has changed. */
export async function notebookTools(): Promise<Tools> {
  const pins = createHash('sha256');
  for (const pin of PINS) pins.update(readFileSync(join(PINNED, pin)));
  const home = join(CACHE, pins.digest('hex').slice(0, 12));
  const done = join(home, 'done');
  if (!existsSync(done)) {
    rmSync(CACHE, { recursive: true, force: true });
    mkdirSync(home, { recursive: true });
    for (const pin of PINS) copyFileSync(join(PINNED, pin), join(home, pin));
    await Promise.all([installDeno(home), installJupyter(home)]);
    writeKernel(home);
    writeFileSync(done, '');
  }
  return toolsIn(home);
}

async function installDeno(home: string): Promise<void> {
  await tell('npm', ['ci', '--ignore-scripts', '--no-fund', '--no-audit'], home);
}

async function installJupyter(home: string): Promise<void> {
  await tell(isWindows ? 'python' : 'python3', ['-m', 'venv', 'venv'], home);
  const requirements = ['--requirement', 'requirements.txt'];
  await tell(
    inVenv(home, 'python'),
    ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...requirements],
    home,
  );
}

async function tell(command: string, args: readonly string[], cwd: string): Promise<void> {
  try {
    await execute(command, args, { cwd, shell: isWindows });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(
      `The notebook's tools could not be installed (they need npm, and Python 3.11 or newer with venv). ${why}`,
    );
  }
}

const inVenv = (home: string, name: string): string =>
  isWindows ? join(home, 'venv', 'Scripts', `${name}.exe`) : join(home, 'venv', 'bin', name);

/** The binary itself: a script around it would outlive a kernel that is killed. */
function writeKernel(home: string): void {
  const binaries = join(home, 'node_modules', '@deno');
  const [platform = ''] = readdirSync(binaries);
  const deno = join(binaries, platform, isWindows ? 'deno.exe' : 'deno');
  const kernel = {
    argv: [deno, 'jupyter', '--kernel', '--conn', '{connection_file}'],
    display_name: 'Deno',
    language: 'typescript',
  };
  const dir = join(home, 'jupyter', 'kernels', 'deno');
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'kernel.json'), JSON.stringify(kernel));
}

function toolsIn(home: string): Tools {
  const jupyter = join(home, 'jupyter');
  return {
    python: inVenv(home, 'python'),
    env: {
      JUPYTER_DATA_DIR: jupyter,
      JUPYTER_CONFIG_DIR: jupyter,
      JUPYTER_RUNTIME_DIR: join(jupyter, 'runtime'),
      JUPYTER_PLATFORM_DIRS: '1',
      DENO_DIR: join(home, 'deno'),
      DENO_NO_UPDATE_CHECK: '1',
    },
  };
}
