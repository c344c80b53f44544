/** One text kept in the browser; a browser that keeps nothing still works for this visit. */
export function stored(key: string) {
  return {
    read(): string | null {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    write(text: string): void {
      try {
        localStorage.setItem(key, text);
      } catch {
        // Full, or forbidden.
      }
    },
  };
}
