import { loadConfig } from '../../src/base/config.ts';
import type { StageOptions } from '../../src/ingest/stage.ts';

const { feedTimeZone, fallbackIntents, agentRequestIntents, withheldCustomerIds, ...config } = loadConfig(
  {},
  {},
);

/** The settings' defaults. */
export const STAGE_OPTIONS: StageOptions = {
  feedTimeZone,
  fallbackIntents,
  agentRequestIntents,
  withheldCustomerIds,
  maxObjectBytes: config.maxObjectBytes,
  maxUnpackedBytes: config.maxUnpackedBytes,
  maxUnpackRatio: config.maxUnpackRatio,
  maxDepth: config.maxDepth,
  maxTurns: config.maxTurns,
  maxTextChars: config.maxTextChars,
  redact: config.redact,
};
