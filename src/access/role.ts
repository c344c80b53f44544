/** What a token may do; each may what those before it may. */
export const ROLES = ['viewer', 'analyst', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const ROLE_HELP: Readonly<Record<Role, string>> = {
  viewer: 'numbers only',
  analyst: 'calls and what was said in them, too',
  admin: 'also annotates, loads, retries, erases',
};

export const isRole = (word: unknown): word is Role => ROLES.some((role) => role === word);

/**
 * What a route asks of its visitor. `annotator` is between the roles: an admin, and whoever sits at a machine that asks for no
 * tokens; there, what loads and erases is left to who can read the owner's file.
 */
const RANKS = { anyone: 0, viewer: 1, analyst: 2, annotator: 3, admin: 4 } as const;
export type Access = keyof typeof RANKS;

/** Who asks. */
export interface Visitor {
  /** Stable, and no secret. */
  readonly id: string;
  /** For the audit, and for people. */
  readonly name: string;
  readonly may: Exclude<Access, 'anyone'>;
}

export const mayDo = (visitor: Visitor | null, access: Access): boolean =>
  access === 'anyone' || (visitor !== null && RANKS[visitor.may] >= RANKS[access]);

/** Whoever asks from this machine while no token is set. */
export const LOCAL: Visitor = { id: 'local', name: 'this machine', may: 'annotator' };
/** The process that owns the warehouse, and commands of its user. */
export const OWNER: Visitor = { id: 'owner', name: 'the command line', may: 'admin' };
