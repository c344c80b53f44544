import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ManifestLine } from '../../src/simulate/dirty/breaks.ts';
import { type Loaded, simulatedAndLoaded } from '../support/loaded.ts';

const CALLS = { sessions: 6000, from: '2025-01-01', to: '2025-05-11', seed: 9 };

let clean: Loaded;
let dirty: Loaded;
let manifest: ManifestLine[];
beforeAll(async () => {
  clean = await simulatedAndLoaded(CALLS);
  dirty = await simulatedAndLoaded({ ...CALLS, dirty: 0.2 });
  const text = readFileSync(dirty.run.manifestFile ?? '', 'utf8');
  manifest = text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
});
afterAll(async () => {
  await clean?.close();
  await dirty?.close();
});

type Sessions = Map<string, Record<string, unknown>>;

/** Sessions by id, as one would read them: fields, turns and what was changed. */
async function sessionsOf({ query }: Loaded): Promise<Sessions> {
  const rows =
    await query(`SELECT session_id, to_json(struct_pack(customer_id, call_start_time, call_end_time, call_duration_sec,
    initial_intent, resolution_status, escalation_flag, customer_sentiment, system_error_flag, ivr_outcome_code, topic_type,
    topic_name, bot_version, language, entry_point, age_group, region, plan_type, tenure_months, turns, changes, findings))::VARCHAR AS s
    FROM session_version WHERE is_current`);
  return new Map(rows.map((row) => [String(row.session_id), JSON.parse(String(row.s))]));
}

const outcome = (line: ManifestLine) => line.expected.outcome;
const withOutcome = (wanted: string) => {
  const found = manifest.filter((line) => outcome(line) === wanted);
  expect(found.length).toBeGreaterThan(3);
  return found;
};

/** A field of the session, or of the turn that the line names. */
function fieldOf(session: Record<string, unknown> | undefined, { field, turn }: ManifestLine): unknown {
  if (field === null || session === undefined) return undefined;
  if (turn === null) return field === 'conversation' ? session.turns : session[field];
  const turns = session.turns as Record<string, unknown>[];
  return turns[turn - 1]?.[field];
}

function hasRule(session: Record<string, unknown> | undefined, rule: string): boolean {
  const changes = (session?.changes ?? []) as { rule: string }[];
  return changes.some((change) => change.rule === rule);
}

describe('every break of the manifest', () => {
  it('is of one of many kinds, in records and in files', () => {
    expect(new Set(manifest.map((line) => line.kind)).size).toBeGreaterThan(38);
  });

  it('that is to be repaired is: the value is that of the unbroken feed, and the rule is recorded', async () => {
    const [was, is] = [await sessionsOf(clean), await sessionsOf(dirty)];
    for (const line of withOutcome('repaired')) {
      const [id = ''] = line.session_ids;
      expect([line.kind, fieldOf(is.get(id), line)]).toEqual([line.kind, fieldOf(was.get(id), line)]);
      if (line.expected.outcome === 'repaired') {
        expect([line.kind, hasRule(is.get(id), line.expected.rule)]).toEqual([line.kind, true]);
      }
    }
  });

  it('that loses a value leaves what the manifest says, and the rule is recorded', async () => {
    const is = await sessionsOf(dirty);
    for (const line of withOutcome('replaced')) {
      if (line.expected.outcome !== 'replaced') continue;
      const session = is.get(line.session_ids[0] ?? '');
      const value = fieldOf(session, line);
      const shown =
        String(line.field).endsWith('time') && value !== null ? `${String(value).replace(' ', 'T')}Z` : value;
      const sameInstant =
        typeof shown === 'string' && Date.parse(shown) === Date.parse(String(line.expected.value));
      expect([line.kind, sameInstant ? line.expected.value : shown]).toEqual([
        line.kind,
        line.expected.value,
      ]);
      expect([line.kind, hasRule(session, line.expected.rule)]).toEqual([line.kind, true]);
    }
  });

  it('that can not be repaired is in quarantine with its reason, and nothing else is', async () => {
    const rows = await dirty.query(
      'SELECT object, reason, count(*) AS n FROM quarantine GROUP BY object, reason',
    );
    const quarantined = Object.fromEntries(rows.map((row) => [`${row.object} ${row.reason}`, Number(row.n)]));
    const expected: Record<string, number> = {};
    for (const { object, expected: what } of withOutcome('quarantined')) {
      if (what.outcome !== 'quarantined') continue;
      const key = `${object} ${what.reason}`;
      expected[key] = (expected[key] ?? 0) + 1;
    }
    expect(quarantined).toEqual(expected);
  });

  it('that is odd is kept as it came, and found', async () => {
    const is = await sessionsOf(dirty);
    for (const line of withOutcome('found')) {
      expect(is.get(line.session_ids[0] ?? '')?.findings).toEqual([{ code: 'status_flag_disagree' }]);
    }
  });
});

describe('all other sessions', () => {
  it('load as if nothing had been broken; those lost are the ones that the manifest names', async () => {
    const [was, is] = [await sessionsOf(clean), await sessionsOf(dirty)];
    const lost = new Set(withOutcome('quarantined').flatMap((line) => line.session_ids));
    expect(new Set([...was.keys()].filter((id) => !is.has(id)))).toEqual(lost);
    const broken = new Set(manifest.flatMap((line) => line.session_ids));
    for (const [id, session] of is) if (!broken.has(id)) expect(session).toEqual(was.get(id));
  });

  it('are counted once, however often their file was delivered', async () => {
    const twice = manifest.filter((line) => line.kind === 'delivered_twice');
    const repeated = withOutcome('repeated');
    expect(twice.length).toBeGreaterThan(0);
    expect(dirty.report.repeated).toBe(repeated.length);
  });
});
