/** No voice bot took a call before computers counted time: what lies before is a default of some exporter, as 0001-01-01 is. */
export const FIRST_PLAUSIBLE_MS = 0;
/** 2100-01-01: from here on it is a placeholder, as 9999-12-31 is, or a number in the wrong unit. */
export const FIRST_IMPLAUSIBLE_MS = 4_102_444_800_000;
/** Telephone systems cut a call off after hours; a longer one is a wrong end, and one of years would rule every mean. */
export const LONGEST_CALL_SEC = 86_400;

export const isPlausibleInstant = (ms: number): boolean =>
  ms >= FIRST_PLAUSIBLE_MS && ms < FIRST_IMPLAUSIBLE_MS;
