import { hkdfSync } from 'node:crypto';
import { EarshotError } from '../base/errors.ts';
import { isRole, ROLES } from './role.ts';
import { hashOf, type Token } from './token.ts';

/** Shorter ones could be guessed; `openssl rand -base64 32` gives 44. */
const LEAST_CHARS = 24;
const SESSION_KEY_BYTES = 32;
const SHAPE = `Write ROLE:SECRET or ROLE:NAME:SECRET, several with commas between; roles are ${ROLES.join(', ')}. A secret alone is an admin's.`;

/**
 * Tokens of `EARSHOT_TOKEN`, for containers. Their sessions are signed with a key that each instance derives alike.
 * @throws EarshotError `bad_token_setting`, which repeats no secret
 */
export function environmentTokens(text: string | null): readonly Token[] {
  if (text === null) return [];
  const entries = text
    .split(/[,\s]+/)
    .filter(Boolean)
    .map((entry, index) => tokenIn(entry, index + 1));
  if (new Set(entries.map(({ hash }) => hash)).size < entries.length)
    throw bad('has the same secret twice: who shows it would be either');
  return entries;
}

function tokenIn(entry: string, place: number): Token {
  const parts = entry.split(':');
  const secret = parts.at(-1) ?? '';
  const [role = 'admin', name] = parts.slice(0, -1);
  if (parts.length > 3 || !isRole(role)) throw bad(`has an entry (the ${place}.) that begins with no role`);
  if (secret.length < LEAST_CHARS)
    throw bad(`has a secret (the ${place}.) of fewer than ${LEAST_CHARS} characters`);
  const hash = hashOf(secret);
  return {
    id: `env-${hash.slice(0, 12)}`,
    name: name || `EARSHOT_TOKEN ${role}`,
    role,
    hash,
    createdAt: null,
    sessionKey: Buffer.from(hkdfSync('sha256', secret, '', 'earshot session', SESSION_KEY_BYTES)),
  };
}

const bad = (complaint: string): EarshotError =>
  new EarshotError('usage', 'bad_token_setting', `EARSHOT_TOKEN ${complaint}.`, { hint: SHAPE });
