import { type Client, connectToExisting, connectToLoad } from '../app/connect.ts';
import type { CommandContext } from './context.ts';

/** The owner of the warehouse for as long as `use` takes, for a command that loads: it makes no warehouse without a bucket. */
export async function withLoader<T>(
  context: CommandContext,
  use: (client: Client) => Promise<T>,
  loads = false,
): Promise<T> {
  return using(await connectToLoad(context.config(), { ...effectsOf(context), loads }), use);
}

/** Like `withLoader`, for a command that only asks: it makes no warehouse where there is none. */
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
