/** Scenarios that come along, by name. */
export const SHIPPED = ['telecom'] as const;
export const DEFAULT_SCENARIO = 'telecom';
