import type { Role } from '../../src/access/role.ts';

export const tokenOf = (role: Role): string => `${role}-secret-of-thirty-characters`;
export const bearer = (role: Role) => ({ authorization: `Bearer ${tokenOf(role)}` });

/** One of each role, as EARSHOT_TOKEN gives them. */
export const TOKENS = [
  `viewer:Wall:${tokenOf('viewer')}`,
  `analyst:Tableau:${tokenOf('analyst')}`,
  `admin:Ops:${tokenOf('admin')}`,
].join(',');
