/** Ends a request after a time, its body too, which the SDK's own limit does not cover. */
export class TimeLimit {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;
  private readonly outer: AbortSignal;
  private readonly onOuter = () => this.controller.abort(this.outer.reason);
  isOver = false;

  constructor(outer: AbortSignal, sec: number) {
    this.outer = outer;
    outer.addEventListener('abort', this.onOuter, { once: true });
    if (outer.aborted) this.onOuter();
    this.timer = setTimeout(() => {
      this.isOver = true;
      this.controller.abort();
    }, sec * 1000);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    clearTimeout(this.timer);
    this.outer.removeEventListener('abort', this.onOuter);
  }
}
