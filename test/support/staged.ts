import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StagedBatch, StagedVersion } from '../../src/contract/batch.ts';
import { RULES_VERSION } from '../../src/contract/rules.ts';
import { tempDir } from './temp-dir.ts';

type Given = Partial<StagedVersion> & { session_id: string };

/** A staged session with every column; what a test does not name has an ordinary value. */
export function stagedVersion(
  given: Given,
  object: string,
  generation: string,
  position: number,
): StagedVersion {
  return {
    customer_id: 'C1',
    call_start_time: '2025-01-06T10:00:00.000Z',
    call_end_time: '2025-01-06T10:02:00.000Z',
    call_duration_sec: 120,
    initial_intent: 'billing',
    resolution_status: 'Resolved',
    escalation_flag: 'N',
    customer_sentiment: 'Neutral',
    system_error_flag: 'N',
    ivr_outcome_code: 'RES_CONFIRMED',
    topic_type: 'Billing',
    topic_name: 'Payment Issue',
    bot_version: null,
    language: null,
    entry_point: null,
    age_group: null,
    region: null,
    plan_type: null,
    tenure_months: null,
    bot_duration_sec: 120,
    turn_count: 1,
    customer_turns: 1,
    judged_turns: 1,
    recognised_turns: 1,
    no_match_events: 0,
    no_input_events: 0,
    has_event: false,
    scored_turns: 1,
    confidence_micros: 900000,
    is_engaged: true,
    has_agent_turn: false,
    agent_requested: false,
    turns: [
      {
        turn_number: 1,
        timestamp: '2025-01-06T10:00:05.000Z',
        speaker: 'Customer',
        text: 'billing',
        intent_detected: 'Y',
        intent_name: 'billing',
        confidence_score: 0.9,
        input_mode: null,
        event: null,
        prompt_id: null,
      },
    ],
    changes: [],
    findings: [],
    ...given,
    object,
    generation,
    position,
  };
}

/** A batch of the given sessions, staged in files of its own. */
export function stagedBatch(object: string, generation: string, sessions: readonly Given[]): StagedBatch {
  const versions = sessions.map((session, i) => stagedVersion(session, object, generation, i + 1));
  const versionsFile = join(tempDir(), 'batch.versions.ndjson');
  writeFileSync(versionsFile, versions.map((version) => `${JSON.stringify(version)}\n`).join(''));
  return {
    object,
    generation,
    sizeBytes: 1000,
    sha256: `sha of ${JSON.stringify(sessions)}`,
    seenAt: '2025-02-01T00:00:00.000Z',
    rulesVersion: RULES_VERSION,
    settings: 'test',
    counts: {
      records: versions.length,
      sessions: versions.length,
      turns: versions.reduce((sum, version) => sum + version.turns.length, 0),
      quarantined: 0,
      repeated: 0,
      erased: 0,
      expired: 0,
      changes: 0,
      redactions: {},
    },
    brokenEnd: false,
    versionsFile: versions.length > 0 ? versionsFile : null,
    quarantineFile: null,
  };
}
