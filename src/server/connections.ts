import type { Socket } from 'node:net';
import type { App } from './app.ts';

/**
 * Lets a closing server end as soon as what was asked is answered. Node keeps waiting, for more than a minute, for connections
 * that never carried a request, and browsers open such ones ahead of need.
 */
export function endQuietConnections(app: App): void {
  const quiet = new Set<Socket>();
  let isClosing = false;
  app.server.on('connection', (socket) => {
    if (isClosing) socket.destroy();
    else quiet.add(socket);
    socket.once('close', () => quiet.delete(socket));
  });
  app.server.on('request', ({ socket }, response) => {
    quiet.delete(socket);
    response.once('close', () => {
      if (isClosing) socket.end();
      else if (!socket.destroyed) quiet.add(socket);
    });
  });
  app.addHook('preClose', async () => {
    isClosing = true;
    for (const socket of quiet) socket.destroy();
  });
}
