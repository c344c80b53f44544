import type { Attachment } from 'svelte/attachments';

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
    };
    observer.observe(element);
    addEventListener('beforeprint', once);
    return stop;
  };
