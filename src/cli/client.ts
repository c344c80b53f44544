import { type Client, connect, connectToExisting } from '../app/connect.ts';
import type { CommandContext } from './context.ts';

/** The owner of the warehouse for as long as `use` takes. */
export async function withClient<T>(
  context: CommandContext,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  return using(await connect(context.config(), effectsOf(context)), use);
}

/** Like `withClient`, for a command that only asks: it makes no warehouse where there is none. */
export async function withReader<T>(
  context: CommandContext,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  return using(await connectToExisting(context.config(), effectsOf(context)), use);
}

const effectsOf = ({ log, clock, env }: CommandContext) => ({ log, clock, env });

async function using<T>(client: Client, use: (client: Client) => Promise<T>): Promise<T> {
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
