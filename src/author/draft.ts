import type { Session } from '../contract/fields.ts';
import type { Plan } from './plan.ts';
import type { PlannedFile } from './planned-file.ts';
import type { Settlement } from './settlement.ts';
import { worded } from './worded.ts';

/** A file whose calls are being settled, in any order. */
export class Draft {
  readonly file: PlannedFile;
  private readonly settled = new Map<string, Settlement>();

  constructor(file: PlannedFile) {
    this.file = file;
  }

  settle(settlement: Settlement): void {
    this.settled.set(settlement.session_id, settlement);
  }

  get isSettled(): boolean {
    return this.settled.size === this.file.plans.length;
  }

  /** The calls that were worded, in order, each with its place in the plan. */
  sessions(): readonly { readonly session: Session; readonly at: number }[] {
    return this.file.plans.flatMap((plan, at) => {
      const session = sessionOf(plan, this.settled.get(plan.session.session_id));
      return session === null ? [] : [{ session, at }];
    });
  }
}

/** Null for a call that was refused, or whose texts are not those of this plan. */
export function sessionOf(plan: Plan, settlement: Settlement | undefined): Session | null {
  if (settlement?.kind !== 'accepted' || settlement.texts.length !== plan.turns.length) return null;
  const session = worded(plan, settlement.texts);
  return 'kind' in session ? null : session;
}

/** As the simulator writes it. */
export function fileBytes(sessions: readonly Session[]): Uint8Array {
  return Buffer.from(`[\n${sessions.map((session) => JSON.stringify(session)).join(',\n')}\n]\n`);
}
