/**
 * A run is made in so many parts, each with customers, slots and random streams of its own, and merged by start. The number
 * never changes, whatever the number of workers: so the same seed gives the same bytes.
 */
export const SHARDS = 8;
