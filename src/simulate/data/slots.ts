/** A particular that the bot asks for. Shares are per mille. */
export interface Slot {
  /** The intent of a fitting answer. */
  readonly intent: string;
  /** How often a clear caller's answer by voice is understood. */
  readonly ease: number;
  /** Whether it can be keyed. */
  readonly keys: boolean;
}

export const SLOTS = {
  phone: { intent: 'give_phone', ease: 925, keys: true },
  account: { intent: 'give_account', ease: 910, keys: true },
  card: { intent: 'give_card', ease: 895, keys: true },
  email: { intent: 'give_email', ease: 850, keys: false },
  zip: { intent: 'give_zip', ease: 945, keys: true },
  order: { intent: 'give_order', ease: 930, keys: true },
  amount: { intent: 'give_amount', ease: 925, keys: false },
  month: { intent: 'give_month', ease: 950, keys: false },
  device: { intent: 'give_device', ease: 925, keys: false },
  country: { intent: 'give_country', ease: 920, keys: false },
  plan: { intent: 'give_plan', ease: 940, keys: false },
} as const satisfies Record<string, Slot>;
export type SlotName = keyof typeof SLOTS;
