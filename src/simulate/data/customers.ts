/** Who calls. Weights are relative; traits are added to the person's own draw. */
export interface AgeGroup {
  readonly name: string;
  readonly weight: number;
  /** Per mille added to recognition. */
  readonly clarity: number;
  /** Added to patience, in points. */
  readonly patience: number;
  /** Per mille added to the wish for a person. */
  readonly agentWish: number;
  /** Per mille of answers that are keyed where that is possible. */
  readonly keys: number;
}

export const AGE_GROUPS: readonly AgeGroup[] = [
  { name: '18-24', weight: 13, clarity: 10, patience: -12, agentWish: -60, keys: 380 },
  { name: '25-34', weight: 21, clarity: 12, patience: -6, agentWish: -40, keys: 360 },
  { name: '35-44', weight: 20, clarity: 6, patience: 0, agentWish: 0, keys: 320 },
  { name: '45-54', weight: 18, clarity: 0, patience: 4, agentWish: 20, keys: 300 },
  { name: '55-64', weight: 15, clarity: -18, patience: 8, agentWish: 50, keys: 340 },
  { name: '65+', weight: 13, clarity: -48, patience: 12, agentWish: 110, keys: 420 },
];

export interface Region {
  readonly name: string;
  readonly weight: number;
  /** Per mille added to recognition: the lines differ. */
  readonly clarity: number;
}

export const REGIONS: readonly Region[] = [
  { name: 'North', weight: 22, clarity: 5 },
  { name: 'South', weight: 24, clarity: 0 },
  { name: 'East', weight: 21, clarity: 10 },
  { name: 'West', weight: 18, clarity: -35 },
  { name: 'Central', weight: 15, clarity: 0 },
];

export const PLANS: readonly { readonly name: string; readonly weight: number }[] = [
  { name: 'Prepaid', weight: 24 },
  { name: 'Basic', weight: 26 },
  { name: 'Plus', weight: 25 },
  { name: 'Unlimited', weight: 18 },
  { name: 'Business', weight: 7 },
];

/** Customers per 1,000 calls of the whole run. */
export const CUSTOMERS_PER_MILLE = 600;
/** Per mille of customers who join while the simulation runs; the others did in the ten years before. */
export const JOINING = 160;
/** Per mille of people who always withhold their number. */
export const WITHHELD = 22;
/** Per mille of customers whose age the operator does not know. */
export const AGE_MISSING = 15;

/** The dialled lines; a line of one topic type takes a share of that type's calls, the main line the rest. */
export const MAIN_LINE = 'main';
export const LINES: Readonly<Record<string, { readonly name: string; readonly perMille: number }>> = {
  Billing: { name: 'billing', perMille: 260 },
  TechSupport: { name: 'support', perMille: 380 },
  Sales: { name: 'sales', perMille: 420 },
  Roaming: { name: 'travel', perMille: 180 },
};
