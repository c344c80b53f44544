import { tick } from 'svelte';
import type { Attachment } from 'svelte/attachments';
import { allLoaded } from './state/task.svelte.ts';

/** Of an element without its numbers: paper that is printed before they come says so. */
const UNLOADED = 'data-unloaded';

/** Tells once that an element has come near the screen, or is to be printed. */
export const seen =
  (tell: () => void): Attachment =>
  (element) => {
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) once();
      },
      { rootMargin: '160px' },
    );
    const stop = () => {
      observer.disconnect();
      removeEventListener('beforeprint', once);
    };
    const once = () => {
      stop();
      tell();
      void tick()
        .then(allLoaded)
        .then(() => element.removeAttribute(UNLOADED));
    };
    element.setAttribute(UNLOADED, '');
    observer.observe(element);
    addEventListener('beforeprint', once);
    return stop;
  };
