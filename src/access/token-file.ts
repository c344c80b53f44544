import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import type { Clock } from '../base/clock.ts';
import { EarshotError, messageOf, systemCode } from '../base/errors.ts';
import { isRole, type Role } from './role.ts';
import { hashOf, newId, newSecret, type Token } from './token.ts';

/** A token as it is shown once, to who made it. */
export interface NewToken {
  readonly token: Token;
  readonly secret: string;
}

const MAX_NAME_CHARS = 80;

/** Tokens in a file that only its user can read; a running server sees what changes at its next request. */
export class TokenFile {
  readonly path: string;
  #known: { readonly stamp: string; readonly tokens: readonly Token[] } | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** @throws EarshotError `tokens_unreadable`: then nobody may come in, rather than everybody */
  list(): readonly Token[] {
    const stamp = this.#stamp();
    if (this.#known?.stamp !== stamp)
      this.#known = { stamp, tokens: stamp === '' ? [] : readTokens(this.path) };
    return this.#known.tokens;
  }

  /** @throws EarshotError `bad_token_name`, `token_name_taken`, `tokens_unwritable` */
  async create(name: string, role: Role, clock: Clock): Promise<NewToken> {
    const tokens = this.list();
    checkName(name, tokens);
    const secret = newSecret();
    const createdAt = clock.now().toISOString();
    const token: Token = { id: newId(), name, role, hash: hashOf(secret), createdAt, sessionKey: null };
    await this.#write([...tokens, token]);
    return { token, secret };
  }

  /** By id or by name. @throws EarshotError `no_such_token`, `tokens_unwritable` */
  async revoke(word: string): Promise<Token> {
    const tokens = this.list();
    const revoked = tokens.find(({ id, name }) => id === word || name === word);
    if (!revoked)
      throw new EarshotError('not_found', 'no_such_token', `No token has the id or the name "${word}".`, {
        hint: '`earshot token list` shows those that there are.',
      });
    await this.#write(tokens.filter((token) => token !== revoked));
    return revoked;
  }

  /** A file that takes another's place has another inode; empty when there is none. */
  #stamp(): string {
    try {
      const { mtimeMs, size, ino } = statSync(this.path);
      return `${mtimeMs} ${size} ${ino}`;
    } catch (cause) {
      if (['ENOENT', 'ENOTDIR'].includes(systemCode(cause) ?? '')) return '';
      throw unreadable(this.path, messageOf(cause), cause);
    }
  }

  async #write(tokens: readonly Token[]): Promise<void> {
    const kept = tokens.map(({ sessionKey: _, ...token }) => token);
    try {
      mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 });
      await writeFileAtomic(this.path, `${JSON.stringify({ tokens: kept }, null, 2)}\n`, { mode: 0o600 });
    } catch (cause) {
      throw new EarshotError('environment', 'tokens_unwritable', `${this.path}: ${messageOf(cause)}.`, {
        hint: 'Nothing was changed. Give this account write access to the data folder.',
        cause,
      });
    }
  }
}

function checkName(name: string, tokens: readonly Token[]): void {
  if (name.trim() !== name || name === '' || name.length > MAX_NAME_CHARS || /\p{Cc}/u.test(name))
    throw new EarshotError(
      'usage',
      'bad_token_name',
      `A token's name has 1 to ${MAX_NAME_CHARS} characters.`,
    );
  if (tokens.some((token) => token.name === name))
    throw new EarshotError('conflict', 'token_name_taken', `There is a token "${name}" already.`, {
      hint: 'The audit tells tokens by their names: choose another, or revoke that one.',
    });
}

function readTokens(path: string): Token[] {
  try {
    const { tokens } = JSON.parse(readFileSync(path, 'utf8')) as { tokens: unknown[] };
    return tokens.map(asToken);
  } catch (cause) {
    throw unreadable(path, messageOf(cause), cause);
  }
}

function asToken(value: unknown): Token {
  const { id, name, role, hash, createdAt } = value as Partial<Record<keyof Token, unknown>>;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof createdAt !== 'string' || !isRole(role))
    throw new Error('it holds an entry that is no token');
  if (typeof hash !== 'string' || !/^[\da-f]{64}$/.test(hash))
    throw new Error('it holds a hash that is none');
  return { id, name, role, hash, createdAt, sessionKey: null };
}

const unreadable = (path: string, reason: string, cause: unknown): EarshotError =>
  new EarshotError('environment', 'tokens_unreadable', `The tokens in ${path} can't be read: ${reason}.`, {
    hint: 'Nobody is let in until it can be read. Restore the file, or remove it and make tokens anew with `earshot token create`.',
    cause,
  });
