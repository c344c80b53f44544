const ANSWER_MILLIS = 2_000;

export interface Health {
  /** Version of the Earshot that answered. */
  readonly earshot: string;
  /** Whether the token that was shown is its own. */
  readonly owner: boolean;
}

/**
 * Asks what serves at the address. `refused`: nothing listens, or something that is no Earshot. `silent`: something
 * listens and does not answer in time.
 */
export async function askHealth(address: string, token: string): Promise<Health | 'refused' | 'silent'> {
  try {
    const answer = await fetch(new URL('/api/health', address), {
      headers: { authorization: `Bearer ${token}` },
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MILLIS),
    });
    const health: unknown = await answer.json();
    return isHealth(health) ? health : 'refused';
  } catch (error) {
    return error instanceof DOMException && error.name === 'TimeoutError' ? 'silent' : 'refused';
  }
}

function isHealth(value: unknown): value is Health {
  if (typeof value !== 'object' || value === null) return false;
  const { earshot, owner } = value as Partial<Record<keyof Health, unknown>>;
  return typeof earshot === 'string' && typeof owner === 'boolean';
}
