import { PassThrough, type Readable } from 'node:stream';

/** How soon a commit is told. The version is held in memory, or asked for where that bills nothing. */
const LOOK_MILLIS = 250;
/** Proxies close what has been quiet for long. */
const QUIET_MILLIS = 15_000;
/** How long a browser waits before it connects again. */
const RETRY_MILLIS = 2000;

interface Listener {
  readonly stream: PassThrough;
  readonly mayListen: () => boolean;
  toldVersion: number | null;
  toldAtMillis: number;
}

/**
 * Tells whoever listens the version of the data, at once and whenever it has changed, as server-sent events
 * (https://html.spec.whatwg.org/multipage/server-sent-events.html). One look at the warehouse serves all.
 */
export class Live {
  readonly #version: () => Promise<number>;
  readonly #listeners = new Set<Listener>();
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(version: () => Promise<number>) {
    this.#version = version;
  }

  /**
   * The events of one listener; they end when the stream is destroyed, or the server closes.
   * @param mayListen asked before each event: a token may be revoked, and a session run out, while its page is open
   */
  listen(mayListen: () => boolean): Readable {
    const stream = new PassThrough();
    if (this.#isClosed) return stream.end();
    const listener: Listener = { stream, mayListen, toldVersion: null, toldAtMillis: performance.now() };
    this.#listeners.add(listener);
    stream.once('close', () => this.#listeners.delete(listener));
    stream.write(`retry: ${RETRY_MILLIS}\n\n`);
    this.#timer ??= setTimeout(() => this.#look(), 0);
    return stream;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#end();
  }

  async #look(): Promise<void> {
    try {
      const version = await this.#version();
      for (const listener of this.#listeners) this.#serve(listener, version);
    } catch {
      // They connect again, and by then the warehouse may answer.
      this.#end();
    }
    const goesOn = this.#listeners.size > 0 && !this.#isClosed;
    this.#timer = goesOn ? setTimeout(() => this.#look(), LOOK_MILLIS) : undefined;
  }

  #serve(listener: Listener, version: number): void {
    const nowMillis = performance.now();
    const isNews = version !== listener.toldVersion;
    if (!isNews && nowMillis - listener.toldAtMillis < QUIET_MILLIS) return;
    if (listener.mayListen()) {
      tell(listener, version, nowMillis);
      return;
    }
    listener.stream.end();
    this.#listeners.delete(listener);
  }

  #end(): void {
    for (const { stream } of this.#listeners) stream.end();
    this.#listeners.clear();
  }
}

/** The version where it is news, else a sign of life. */
function tell(listener: Listener, version: number, nowMillis: number): void {
  const news = `id: ${version}\nevent: version\ndata: ${JSON.stringify({ dataVersion: version })}\n\n`;
  listener.stream.write(version === listener.toldVersion ? ':\n\n' : news);
  listener.toldVersion = version;
  listener.toldAtMillis = nowMillis;
}
