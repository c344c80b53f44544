/** Hands a file to the browser's downloads. */
export function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = `earshot-${name}`;
  link.click();
  // The download has taken the address by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
