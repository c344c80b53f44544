import { tick } from 'svelte';
import { allLoaded } from './state/task.svelte.ts';

/** A server that does not answer keeps nobody from printing what is there. */
const MAX_WAIT_MS = 10_000;

let isWaiting = false;

/** What is loaded only when it is scrolled to belongs on the paper too. */
export async function printWhole(): Promise<void> {
  if (isWaiting) return;
  isWaiting = true;
  dispatchEvent(new Event('beforeprint'));
  await tick();
  await Promise.race([allLoaded(), new Promise((resolve) => setTimeout(resolve, MAX_WAIT_MS))]);
  await tick();
  isWaiting = false;
  print();
}

/** The browser's own command prints at once, before any answer can come. */
export const isPrintKey = ({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): boolean =>
  key.toLowerCase() === 'p' && ctrlKey !== metaKey && !altKey && !shiftKey;
