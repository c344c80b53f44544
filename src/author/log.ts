import type { WrittenFile } from '../simulate/log.ts';
import type { SimulateOptions } from '../simulate/options.ts';
import { SIMULATOR_VERSION } from '../simulate/version.ts';
import type { MisfitKind } from './answer.ts';
import type { Budget } from './budget.ts';
import { nearestRank } from './nearest-rank.ts';
import type { AuthorOptions } from './options.ts';
import { PROMPT_SHA256 } from './prompt.ts';
import type { RequestRecord, Tally } from './tally.ts';

/** The record of one run, as it is kept in `session_creation_logs/`. Times are ISO 8601, UTC. */
export interface AuthorLog {
  readonly author: 'llm';
  readonly simulatorVersion: number;
  readonly options: SimulateOptions;
  readonly authorOptions: AuthorOptions;
  readonly server: string;
  /** Of the way of asking. */
  readonly promptSha256: string;
  /** Of all first questions in the order of the plan, as far as the run came. */
  readonly promptsSha256: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  /** Not all calls are settled; the files listed are whole. */
  readonly interrupted: boolean;
  /** Why, as an error code; null when all is done. */
  readonly stoppedBy: string | null;
  /** earlier: settled by runs before. accepted: fitted at once. repaired: when asked again. refused: never; left out. */
  readonly calls: Readonly<Record<'planned' | 'earlier' | 'accepted' | 'repaired' | 'refused', number>>;
  /** Answers that did not fit, by what was wrong. */
  readonly misfits: Readonly<Partial<Record<MisfitKind, number>>>;
  readonly tokens: { readonly input: number; readonly output: number; readonly hasEstimates: boolean };
  /** Null without prices. */
  readonly cost: number | null;
  /** Of requests that were answered. */
  readonly latency: { readonly p50Ms: number | null; readonly p95Ms: number | null };
  readonly requests: readonly RequestRecord[];
  readonly files: readonly WrittenFile[];
}

export interface LogParts {
  readonly options: SimulateOptions;
  readonly author: AuthorOptions;
  readonly server: string;
  readonly tally: Tally;
  readonly budget: Budget;
  readonly promptsSha256: string;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly stoppedBy: string | null;
}

export function authorLog(parts: LogParts): AuthorLog {
  const { options, author, tally, budget, server, promptsSha256, startedAt, finishedAt, stoppedBy } = parts;
  const { input, output, hasEstimates, cost } = budget;
  const millis = tally.requests
    .filter(({ result }) => result === 'answered')
    .map((request) => request.millis);
  return {
    author: 'llm',
    simulatorVersion: SIMULATOR_VERSION,
    options,
    authorOptions: author,
    server,
    promptSha256: PROMPT_SHA256,
    promptsSha256,
    startedAt,
    finishedAt,
    interrupted: tally.settled < options.sessions,
    stoppedBy,
    calls: { planned: options.sessions, earlier: tally.earlier, ...tally.calls },
    misfits: tally.misfits,
    tokens: { input, output, hasEstimates },
    cost,
    latency: { p50Ms: nearestRank(millis, 50), p95Ms: nearestRank(millis, 95) },
    requests: tally.requests,
    files: tally.files.toSorted((a, b) => (a.object < b.object ? -1 : 1)),
  };
}
