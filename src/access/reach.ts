import type { Config } from '../base/config.ts';

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1', '[::1]']);

/** Where Earshot is bound, and the names beyond loopback that it answers to. */
export type Reach = Pick<Config, 'host' | 'allowedHosts'>;

export const isLoopback = (host: string): boolean => LOOPBACK.has(host.toLowerCase());

/** Whether others than this machine can come: by an address of its own, or through a proxy under one of the names. */
export const isReachable = ({ host, allowedHosts }: Reach): boolean =>
  !isLoopback(host) || allowedHosts.length > 0;
