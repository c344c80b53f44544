import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}

export async function answers(url: string, tries = 300): Promise<void> {
  for (let tried = 0; tried < tries; tried++) {
    const ok = await fetch(url).then(
      (answer) => answer.body?.cancel().then(() => true) ?? true,
      () => false,
    );
    if (ok) return;
    await sleep(100);
  }
  throw new Error(`Nothing answers at ${url}.`);
}
