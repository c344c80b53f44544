import cliProgress from 'cli-progress';
import type { Terminal } from './terminal.ts';
import { formatCount } from './values.ts';

export interface ProgressView {
  show(done: number, total: number): void;
  /** Takes the bar away; must be called. */
  end(): void;
}

/**
 * A bar on a terminal; in a pipe a line at each tenth, so that a log stays short.
 * @param doing as in `Loading`
 * @param unit what is counted, as in `files`
 */
export function progressView(terminal: Terminal, doing: string, unit: string): ProgressView {
  return terminal.showsProgress ? bar(terminal, doing, unit) : lines(terminal, doing, unit);
}

function bar(terminal: Terminal, doing: string, unit: string): ProgressView {
  const view = new cliProgress.SingleBar({
    format: `${doing} {bar} {value} of {total} ${unit}`,
    formatValue: (value, _options, type) =>
      type === 'value' || type === 'total' ? formatCount(value) : String(value),
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    clearOnComplete: true,
    // Ctrl-C is the command's own matter.
    gracefulExit: false,
    stream: terminal.progressStream,
  });
  let isStarted = false;
  return {
    show: (done, total) => {
      if (!isStarted) view.start(total, done);
      isStarted = true;
      view.setTotal(total);
      view.update(done);
    },
    end: () => {
      if (isStarted) view.stop();
    },
  };
}

function lines(terminal: Terminal, doing: string, unit: string): ProgressView {
  let shownTenths = 0;
  return {
    show: (done, total) => {
      const tenths = total === 0 ? 0 : Math.floor((done / total) * 10);
      if (tenths <= shownTenths) return;
      shownTenths = tenths;
      terminal.say(`${doing}: ${formatCount(done)} of ${formatCount(total)} ${unit}`);
    },
    end: () => {},
  };
}
