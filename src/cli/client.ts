import { type Client, connect } from '../app/connect.ts';
import type { CommandContext } from './context.ts';

/** The owner of the warehouse for as long as `use` takes. */
export async function withClient<T>(
  context: CommandContext,
  use: (client: Client) => Promise<T>,
): Promise<T> {
  const { log, clock, env } = context;
  const client = await connect(context.config(), { log, clock, env });
  try {
    return await use(client);
  } finally {
    await client.close();
  }
}
