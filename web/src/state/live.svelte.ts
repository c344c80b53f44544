/** What is tried when the server refused: a browser itself connects again only after a loss. */
const REFUSED_RETRY_MILLIS = 5000;

/** How often the server was there again: what had failed meanwhile is asked anew. */
export const connection = $state({ mended: 0 });

/** Follows the version of the data while the page is seen: a hidden tab holds no connection. */
export class Live {
  /** The newest that was told. */
  version = $state<number | null>(null);
  isLost = $state(false);
  #wasOpen = false;
  #source: EventSource | null = null;
  #retry: ReturnType<typeof setTimeout> | undefined;

  /** Opens or closes with the tab; returns what ends it. */
  follow(): () => void {
    const turn = () => (document.visibilityState === 'visible' ? this.#open() : this.#close());
    document.addEventListener('visibilitychange', turn);
    turn();
    return () => {
      document.removeEventListener('visibilitychange', turn);
      this.#close();
    };
  }

  #open(): void {
    if (this.#source) return;
    const source = new EventSource('api/live');
    this.#source = source;
    source.addEventListener('open', () => {
      this.isLost = false;
      if (this.#wasOpen) connection.mended += 1;
      this.#wasOpen = true;
    });
    source.addEventListener('version', ({ lastEventId }) => {
      this.version = Number(lastEventId);
    });
    source.addEventListener('error', () => {
      this.isLost = true;
      if (source.readyState !== EventSource.CLOSED) return;
      this.#source = null;
      this.#retry = setTimeout(() => this.#open(), REFUSED_RETRY_MILLIS);
    });
  }

  #close(): void {
    clearTimeout(this.#retry);
    this.#source?.close();
    this.#source = null;
    this.isLost = false;
  }
}
