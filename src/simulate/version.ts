/** Raised whenever the same seed gives other bytes than before. */
export const SIMULATOR_VERSION = 4;
