import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { EARSHOT, ROOT } from './measure.ts';

export interface BenchServer {
  readonly url: string;
  /** Answer, and the server's own milliseconds from its `server-timing` header. */
  ask(method: 'GET' | 'POST', path: string, question?: unknown): Promise<{ body: unknown; millis: number }>;
  readonly pid: number;
  close(): Promise<void>;
}

/** `earshot serve` as a process of its own, on a free port. */
export async function startServer(data: string, flags: readonly string[] = []): Promise<BenchServer> {
  const child = spawn(process.execPath, [EARSHOT, 'serve', '--data', data, '--port', '0', ...flags], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(child.stdout, 'data');
  const url = /http:\S+?(?=\/?\s)/.exec(String(line))?.[0];
  if (!url) throw new Error(`earshot serve said "${line}"`);
  return {
    url,
    pid: child.pid ?? 0,
    ask: async (method, path, question) => {
      const json = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(question) };
      const response = await fetch(url + path, { method, ...(question === undefined ? {} : json) });
      const body = await response.json();
      if (!response.ok) throw new Error(`${path}: ${JSON.stringify(body)}`);
      return { body, millis: Number(/dur=([\d.]+)/.exec(response.headers.get('server-timing') ?? '')?.[1]) };
    },
    close: async () => {
      child.kill('SIGINT');
      await once(child, 'close');
    },
  };
}
