import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { type AuthorEffects, type Authored, authorCalls } from '../author/author.ts';
import { openaiModel } from '../author/openai/language-model.ts';
import { serverOf } from '../author/openai/server.ts';
import { type AuthorOptions, checkAuthorOptions } from '../author/options.ts';
import { PROMPT_SHA256 } from '../author/prompt.ts';
import type { Config } from '../base/config.ts';
import { checkOptions, type SimulateOptions } from '../simulate/options.ts';
import { loadScenario } from '../simulate/scenario/load.ts';
import type { Scenario } from '../simulate/scenario/schema.ts';
import { SIMULATOR_VERSION } from '../simulate/version.ts';
import { openStore } from '../store/open.ts';
import type { AppEffects } from './effects.ts';
import { openJournalFile } from './journal-file.ts';
import { LineFile, withLineFiles } from './line-file.ts';
import { AUTHOR_LOG, logWritable } from './simulation.ts';

export interface AuthoringRun extends Authored {
  readonly logFile: string;
  readonly truthFile: string | null;
}

export type AuthoringEffects = AppEffects &
  Pick<AuthorEffects, 'progress' | 'signal'> & {
    /** Where the key and the server's address come from. */
    readonly env: NodeJS.ProcessEnv;
    readonly backOffMs?: number;
  };

const BACK_OFF_MS = 500;

/**
 * Simulates into the bucket with a language model's words. Log, truth and the journal that lets the same options go on lie in
 * `simulationLogDir`.
 * @throws EarshotError of the options, the key and the scenario before anything is asked; of the store; `author_busy`, `log_unwritable`
 */
export async function runAuthoring(
  config: Config,
  options: SimulateOptions,
  author: AuthorOptions,
  effects: AuthoringEffects,
): Promise<AuthoringRun> {
  checkOptions(options);
  const server = serverOf(effects.env);
  checkAuthorOptions(author);
  const scenario = loadScenario(options.scenario);
  const dir = config.simulationLogDir;
  await logWritable(dir, () => mkdir(dir, { recursive: true }));
  const startedAt = effects.clock.now().toISOString();
  const run = join(dir, `${startedAt.replace(/[:.]/g, '-')}-seed${options.seed}`);
  const logFile = `${run}${AUTHOR_LOG}`;
  const { bucket } = config;
  const write = (entry: object) =>
    logWritable(logFile, () =>
      writeFileAtomic(logFile, `${JSON.stringify({ bucket, ...entry }, null, 2)}\n`),
    );
  const journal = await openJournalFile(
    join(dir, `author-${runKey(options, author, scenario)}.ndjson`),
    startedAt,
  );
  try {
    await write({
      author: 'llm',
      options,
      authorOptions: author,
      server: server.shown,
      startedAt,
      interrupted: true,
    });
    const truth = options.truth ? new LineFile(`${run}.truth.ndjson`) : null;
    const store = await openStore(bucket);
    const authored = await withLineFiles([truth], () =>
      authorCalls(options, author, scenario, {
        ...effects,
        backOffMs: effects.backOffMs ?? BACK_OFF_MS,
        model: openaiModel(server, author.model, author.timeoutSec),
        journal,
        put: (object, bytes) => store.put(object, bytes),
        holds: async (object, generation) => (await store.find(object))?.generation === generation,
        ...(truth && { truth: (lines) => truth.add(lines) }),
      }),
    );
    await write(authored.log);
    return { ...authored, logFile, truthFile: truth?.path ?? null };
  } finally {
    journal.close();
  }
}

/** All that decides what is asked: runs with the same key go on where the last one stopped. */
function runKey(
  { sessions, from, to, seed }: SimulateOptions,
  { model }: AuthorOptions,
  scenario: Scenario,
): string {
  const parts = [SIMULATOR_VERSION, PROMPT_SHA256, sessions, from, to, seed, model, scenario];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16);
}
