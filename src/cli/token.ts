import { environmentTokens } from '../access/environment-tokens.ts';
import { isRole, ROLE_HELP, ROLES } from '../access/role.ts';
import type { Token } from '../access/token.ts';
import { tokenFileOf } from '../app/entrance.ts';
import { EarshotError } from '../base/errors.ts';
import type { CommandContext } from './context.ts';
import { printResult } from './result.ts';
import { textTable } from './table.ts';
import { plain } from './terminal.ts';

const ACTIONS: Readonly<Record<string, (context: CommandContext) => Promise<void>>> = {
  create,
  list,
  revoke,
};

/** Reads and writes the file of tokens itself: no warehouse is opened, and none is needed. */
export async function run(context: CommandContext): Promise<void> {
  const action = ACTIONS[context.argument ?? ''];
  if (!action) {
    throw new EarshotError('usage', 'unknown_action', `"${context.argument}" is nothing to do with tokens.`, {
      hint: `It takes ${Object.keys(ACTIONS).join(', ')}.`,
    });
  }
  await action(context);
}

async function create(context: CommandContext): Promise<void> {
  const { options, clock, terminal } = context;
  const role = options.text('role');
  if (!isRole(role))
    throw new EarshotError('usage', 'missing_option', `Say what it may do: --role ${ROLES.join('|')}.`);
  const { token, secret } = await tokenFileOf(context.config()).create(
    nameOf(context, 'whose it is'),
    role,
    clock,
  );
  terminal.say(`The token "${plain(token.name)}" (${role}: ${ROLE_HELP[role]}). It is shown this once:`);
  // Once and on one stream: the other may end in a log.
  const asText = terminal.isTerminal && !options.flag('json');
  terminal.write(`${asText ? secret : JSON.stringify({ ...shown(token), token: secret })}\n`);
}

async function list(context: CommandContext): Promise<void> {
  const { options, terminal } = context;
  const config = context.config();
  const tokens = [...environmentTokens(config.tokens), ...tokenFileOf(config).list()];
  if (!terminal.isTerminal || options.flag('json')) {
    for (const token of tokens) terminal.write(`${JSON.stringify(shown(token))}\n`);
    return;
  }
  const rows = tokens.map(({ id, name, role, createdAt }) => [
    id,
    plain(name),
    role,
    createdAt ?? 'EARSHOT_TOKEN',
  ]);
  const columns = ['id', 'name', 'role', 'created'].map((head) => ({ head, align: 'left' as const }));
  terminal.write(rows.length === 0 ? 'There is no token.\n' : textTable(columns, rows));
}

async function revoke(context: CommandContext): Promise<void> {
  const revoked = await tokenFileOf(context.config()).revoke(nameOf(context, 'which'));
  printResult(context, { revoked: shown(revoked) }, [
    `Revoked "${plain(revoked.name)}", and the sessions that were opened with it.`,
  ]);
}

function nameOf({ options }: CommandContext, what: string): string {
  const name = options.text('name');
  if (name === undefined) throw new EarshotError('usage', 'missing_option', `Say ${what}: --name NAME.`);
  return name;
}

const shown = ({ id, name, role, createdAt }: Token) => ({ id, name, role, createdAt });
