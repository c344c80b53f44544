import { tick } from 'svelte';
import { allLoaded } from './task.svelte.ts';

/** A server that does not answer keeps nobody from printing what is there. */
const MAX_WAIT_MS = 10_000;

/** Whether what is not loaded yet is waited for. */
export const printing = $state({ isWaiting: false });

/** What is loaded only when it is scrolled to belongs on the paper too. */
export async function printWhole(): Promise<void> {
  if (printing.isWaiting) return;
  printing.isWaiting = true;
  dispatchEvent(new Event('beforeprint'));
  await tick();
  await Promise.race([allLoaded(), new Promise((resolve) => setTimeout(resolve, MAX_WAIT_MS))]);
  printing.isWaiting = false;
  await tick();
  print();
}

const IS_APPLE = /Mac|iP(?:hone|ad|od)/.test(navigator.platform);
export const PRINT_KEY = IS_APPLE ? 'Cmd + P' : 'Ctrl + P';

/** The browser's own command prints at once, before any answer can come. On a Mac, Ctrl + P is the line before in a field. */
export const isPrintKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'p' && ctrlKey === !IS_APPLE && metaKey === IS_APPLE && !altKey && !shiftKey;
