import { stored } from './stored.ts';

const kept = stored('earshot-shortcuts');

/** Single keys can be turned off: speech input types them by accident (WCAG 2.1.4). */
class Shortcuts {
  on = $state(kept.read() !== 'off');

  turn(on: boolean): void {
    this.on = on;
    kept.write(on ? 'on' : 'off');
  }
}

export const shortcuts = new Shortcuts();

/** Where a key is text, or a menu's own. */
export const isTyping = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest('input, select, textarea, [contenteditable]') !== null;
