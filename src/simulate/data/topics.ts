import type { SlotName } from './slots.ts';

/** What people call about, and how the bot copes with it. Shares are per mille. */
export interface Topic {
  readonly intent: string;
  readonly type: string;
  readonly name: string;
  /** Share of new needs, relative to the other topics. */
  readonly weight: number;
  /** Per cent of `weight` in each month, January first; 100 all year when absent. */
  readonly monthsPercent?: readonly number[];
  /** Per cent of `weight` among customers of less than half a year; 100 when absent. */
  readonly newcomersPercent?: number;
  /** How often a clear caller's own words for it are understood. */
  readonly ease: number;
  /** What the bot asks for before it looks the case up. */
  readonly slots: readonly SlotName[];
  /** How often the system behind the bot does not answer. */
  readonly lookupFails: number;
  /** Needs are 0 to 999 hard: up to here the bot's answer settles them. */
  readonly settlesBelow: number;
  /** From here on a rule of the business demands a person. */
  readonly personFrom: number;
  /** Intents that the recogniser takes it for. */
  readonly confusedWith: readonly string[];
}

const SUMMER = [60, 65, 85, 95, 115, 150, 190, 175, 110, 80, 60, 90];
const STORMS = [135, 125, 110, 90, 80, 85, 90, 90, 85, 95, 120, 140];
const GIFTS = [150, 105, 90, 85, 85, 85, 85, 95, 110, 90, 120, 150];

export const TOPICS = [
  {
    intent: 'payment_issue',
    type: 'Billing',
    name: 'Payment Issue',
    weight: 95,
    ease: 880,
    slots: ['phone', 'card'],
    lookupFails: 38,
    settlesBelow: 760,
    personFrom: 930,
    confusedWith: ['bill_inquiry', 'payment_arrangement'],
  },
  {
    intent: 'bill_inquiry',
    type: 'Billing',
    name: 'Bill Inquiry',
    weight: 105,
    monthsPercent: [125, 95, 95, 95, 95, 95, 95, 100, 95, 95, 95, 105],
    ease: 905,
    slots: ['phone', 'month'],
    lookupFails: 18,
    settlesBelow: 850,
    personFrom: 975,
    confusedWith: ['payment_issue', 'roaming_charges'],
  },
  {
    intent: 'refund_request',
    type: 'Billing',
    name: 'Refund Request',
    weight: 42,
    ease: 870,
    slots: ['account', 'amount'],
    lookupFails: 24,
    settlesBelow: 520,
    personFrom: 830,
    confusedWith: ['payment_issue', 'cancel_service'],
  },
  {
    intent: 'payment_arrangement',
    type: 'Billing',
    name: 'Payment Arrangement',
    weight: 40,
    ease: 830,
    slots: ['account', 'amount'],
    lookupFails: 22,
    settlesBelow: 700,
    personFrom: 900,
    confusedWith: ['payment_issue', 'bill_inquiry'],
  },
  {
    intent: 'internet_outage',
    type: 'TechSupport',
    name: 'Internet Outage',
    weight: 88,
    monthsPercent: STORMS,
    ease: 890,
    slots: ['zip'],
    lookupFails: 34,
    settlesBelow: 730,
    personFrom: 930,
    confusedWith: ['slow_internet', 'no_signal'],
  },
  {
    intent: 'slow_internet',
    type: 'TechSupport',
    name: 'Slow Internet',
    weight: 70,
    ease: 850,
    slots: ['account', 'device'],
    lookupFails: 26,
    settlesBelow: 610,
    personFrom: 900,
    confusedWith: ['internet_outage', 'data_balance'],
  },
  {
    intent: 'no_signal',
    type: 'TechSupport',
    name: 'No Signal',
    weight: 48,
    monthsPercent: STORMS,
    ease: 860,
    slots: ['zip', 'device'],
    lookupFails: 26,
    settlesBelow: 640,
    personFrom: 900,
    confusedWith: ['internet_outage', 'sim_replacement'],
  },
  {
    intent: 'device_setup',
    type: 'TechSupport',
    name: 'Device Setup',
    weight: 50,
    monthsPercent: GIFTS,
    newcomersPercent: 220,
    ease: 820,
    slots: ['device'],
    lookupFails: 14,
    settlesBelow: 600,
    personFrom: 880,
    confusedWith: ['sim_replacement', 'slow_internet'],
  },
  {
    intent: 'password_reset',
    type: 'Account',
    name: 'Password Reset',
    weight: 78,
    ease: 930,
    slots: ['email'],
    lookupFails: 15,
    settlesBelow: 910,
    personFrom: 985,
    confusedWith: ['address_change', 'device_setup'],
  },
  {
    intent: 'data_balance',
    type: 'Account',
    name: 'Data Balance',
    weight: 82,
    ease: 935,
    slots: ['phone'],
    lookupFails: 12,
    settlesBelow: 950,
    personFrom: 995,
    confusedWith: ['bill_inquiry', 'slow_internet'],
  },
  {
    intent: 'address_change',
    type: 'Account',
    name: 'Address Change',
    weight: 38,
    monthsPercent: [85, 85, 95, 95, 105, 125, 125, 125, 115, 90, 80, 75],
    ease: 900,
    slots: ['phone', 'zip'],
    lookupFails: 16,
    settlesBelow: 840,
    personFrom: 960,
    confusedWith: ['password_reset', 'new_line'],
  },
  {
    intent: 'sim_replacement',
    type: 'Account',
    name: 'SIM Replacement',
    weight: 44,
    newcomersPercent: 150,
    ease: 860,
    slots: ['account', 'email'],
    lookupFails: 22,
    settlesBelow: 780,
    personFrom: 920,
    confusedWith: ['device_setup', 'no_signal'],
  },
  {
    intent: 'cancel_service',
    type: 'Account',
    name: 'Cancel Service',
    weight: 40,
    monthsPercent: [130, 110, 100, 95, 95, 90, 90, 95, 105, 100, 95, 95],
    ease: 910,
    slots: ['account'],
    lookupFails: 12,
    settlesBelow: 330,
    personFrom: 480,
    confusedWith: ['refund_request', 'plan_upgrade'],
  },
  {
    intent: 'plan_upgrade',
    type: 'Sales',
    name: 'Plan Upgrade',
    weight: 56,
    monthsPercent: GIFTS,
    ease: 880,
    slots: ['phone', 'plan'],
    lookupFails: 16,
    settlesBelow: 800,
    personFrom: 940,
    confusedWith: ['new_line', 'data_balance'],
  },
  {
    intent: 'new_line',
    type: 'Sales',
    name: 'New Line',
    weight: 34,
    monthsPercent: GIFTS,
    newcomersPercent: 160,
    ease: 870,
    slots: ['email', 'plan'],
    lookupFails: 16,
    settlesBelow: 620,
    personFrom: 850,
    confusedWith: ['plan_upgrade', 'order_status'],
  },
  {
    intent: 'order_status',
    type: 'Sales',
    name: 'Order Status',
    weight: 58,
    monthsPercent: GIFTS,
    newcomersPercent: 200,
    ease: 925,
    slots: ['order'],
    lookupFails: 20,
    settlesBelow: 890,
    personFrom: 975,
    confusedWith: ['new_line', 'device_setup'],
  },
  {
    intent: 'roaming_activation',
    type: 'Roaming',
    name: 'Roaming Activation',
    weight: 46,
    monthsPercent: SUMMER,
    ease: 885,
    slots: ['phone', 'country'],
    lookupFails: 18,
    settlesBelow: 860,
    personFrom: 970,
    confusedWith: ['roaming_charges', 'plan_upgrade'],
  },
  {
    intent: 'roaming_charges',
    type: 'Roaming',
    name: 'Roaming Charges',
    weight: 34,
    monthsPercent: SUMMER,
    ease: 840,
    slots: ['account', 'country'],
    lookupFails: 22,
    settlesBelow: 480,
    personFrom: 830,
    confusedWith: ['roaming_activation', 'bill_inquiry'],
  },
] as const satisfies readonly Topic[];

/** The intent of a topic. */
export type TopicIntent = (typeof TOPICS)[number]['intent'];
