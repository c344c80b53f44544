import type { SessionFile } from './session-file.ts';

/** A put is many short waits for the disk: with this many under way the next calls are made meanwhile. */
const MAX_UNDER_WAY = 4;

interface Put {
  readonly file: SessionFile;
  readonly done: Promise<unknown>;
}

/** Writes files side by side, and tells of them in their order, each once it is whole. */
export class Writer {
  readonly #underWay: Put[] = [];
  readonly #effects: { put(object: string, bytes: Uint8Array): Promise<unknown> };
  readonly #written: (file: SessionFile) => void;

  constructor(
    effects: { put(object: string, bytes: Uint8Array): Promise<unknown> },
    written: (file: SessionFile) => void,
  ) {
    this.#effects = effects;
    this.#written = written;
  }

  /** Begins to write, once there is room. @throws whatever an earlier put throws */
  async write(file: SessionFile): Promise<void> {
    if (this.#underWay.length === MAX_UNDER_WAY) await this.#oldest();
    const done = this.#effects.put(file.object, file.bytes);
    // A failure is met when its turn comes; without this line Node would end the process first.
    done.catch(() => undefined);
    this.#underWay.push({ file, done });
  }

  /** Waits for the rest. */
  async end(): Promise<void> {
    while (this.#underWay.length > 0) await this.#oldest();
  }

  async #oldest(): Promise<void> {
    const put = this.#underWay.shift();
    await put?.done;
    if (put) this.#written(put.file);
  }
}
