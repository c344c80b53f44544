import { mkdirSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import { type FSWatcher, watch } from 'chokidar';
import { messageOf } from '../base/errors.ts';
import type { Log } from '../base/log.ts';

/** The system tells nothing of a folder that came in the place of the one that is watched: it has to be looked at. */
const LOOK_MILLIS = 1_000;

/** What tells a folder from another one of its path. */
interface Identity {
  readonly inode: string;
  readonly bornNs: bigint;
  /** Where a file system keeps no birth, it is the same as this. */
  readonly changedNs: bigint;
}

/** Null while there is no folder, or none that may be looked at. */
function identityOf(dir: string): Identity | null {
  try {
    const stat = statSync(dir, { bigint: true });
    if (!stat.isDirectory()) return null;
    return { inode: `${stat.dev} ${stat.ino}`, bornNs: stat.birthtimeNs, changedNs: stat.ctimeNs };
  } catch {
    return null;
  }
}

/** A new folder often gets the number of one that was just removed. */
const isSame = (one: Identity, other: Identity): boolean =>
  one.inode === other.inode && (one.bornNs === other.bornNs || other.bornNs === other.changedNs);

/** Tells the files of a folder that come, change and go, in folders below it too; also when the folder itself is removed and made anew. */
export class WatchedFolder {
  readonly #dir: string;
  readonly #onFile: (path: string) => void;
  readonly #log: Log;
  #watcher: FSWatcher | null = null;
  #identity: Identity | null = null;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  constructor(dir: string, onFile: (path: string) => void, log: Log) {
    this.#dir = dir;
    this.#onFile = onFile;
    this.#log = log;
  }

  /** Makes the folder where there is none. Files that are there already are not told. */
  async open(): Promise<void> {
    mkdirSync(this.#dir, { recursive: true });
    await this.#watch(identityOf(this.#dir), true);
    this.#timer = setInterval(() => {
      this.#looking = this.#looking.then(() => this.#look()).catch((error) => this.#warn(error));
    }, LOOK_MILLIS);
    this.#timer.unref();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
    await this.#watcher?.close();
  }

  async #look(): Promise<void> {
    const found = identityOf(this.#dir);
    if (this.#identity && found && isSame(this.#identity, found)) return;
    if (this.#identity) {
      this.#log.warn('the bucket folder was removed or replaced; it is watched anew once there is one', {
        folder: this.#dir,
      });
      await this.#watcher?.close();
      this.#watcher = null;
      this.#identity = null;
    }
    if (found) await this.#watch(found, false);
  }

  /** @param isQuiet whether files that are there already go without saying */
  async #watch(identity: Identity | null, isQuiet: boolean): Promise<void> {
    this.#identity = identity;
    const watcher = watch(this.#dir, {
      ignoreInitial: isQuiet,
      followSymlinks: false,
      atomic: false,
      ignored: (path) => path !== this.#dir && isHidden(path),
    });
    this.#watcher = watcher;
    for (const event of ['add', 'change', 'unlink'] as const) watcher.on(event, this.#onFile);
    watcher.on('error', (error) => this.#warn(error));
    await new Promise<void>((resolve) => watcher.once('ready', () => resolve()));
  }

  #warn(error: unknown): void {
    this.#log.warn('watching the bucket failed; sweeps find what it misses', { reason: messageOf(error) });
  }
}

function isHidden(path: string): boolean {
  const name = path.slice(path.lastIndexOf(sep) + 1);
  return name.startsWith('.') || name.endsWith('.tmp');
}
