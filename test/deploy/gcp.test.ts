import { spawnSync } from 'node:child_process';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/base/config.ts';
import { SETTINGS, type SettingName } from '../../src/base/settings.ts';
import { commitBytes } from '../../src/deploy/gcp/commit-bytes.ts';
import { monthlyCosts } from '../../src/deploy/gcp/costs.ts';
import { COMMIT_MAX_BYTES } from '../../src/deploy/gcp/limits.ts';
import { GCP_RESOURCES } from '../../src/deploy/gcp/resources.ts';
import { DEFAULT_VOLUME } from '../../src/deploy/gcp/volume.ts';
import { stageOptionsOf } from '../../src/ingest/stage-options.ts';
import { tempDir } from '../support/temp-dir.ts';
import { findTofu, GCP, run, workspace } from './tofu.ts';

const tofu = findTofu();
const NO_PROVIDER = "Google's provider can't be fetched here: no registry answers.";
const files = readdirSync(GCP).filter((name) => name.endsWith('.tf'));
const text = files.map((name) => readFileSync(join(GCP, name), 'utf8')).join('\n');

// The provider takes most of a minute for its tests, and longer beside others.
describe.skipIf(!tofu)(
  'deploy/gcp with OpenTofu or Terraform (skipped: neither is on the PATH)',
  { timeout: 300_000 },
  () => {
    const dir = workspace();
    const ask = (command: string, ...args: string[]) => run(tofu ?? '', dir, command, '-no-color', ...args);
    // A build that has its provider at hand needs no init, and one that has not can't validate without.
    const ready = () => ask('validate').code === 0 || ask('init', '-backend=false').code === 0;

    it('is valid, and formatted', ({ skip }) => {
      skip(!ready(), NO_PROVIDER);
      expect(ask('validate')).toMatchObject({ code: 0 });
      expect(ask('fmt', '-check', '-recursive', '-diff')).toEqual({ code: 0, text: '' });
    });

    it('passes its own tests: every role of every account, and how the parts fit together', ({ skip }) => {
      skip(!ready(), NO_PROVIDER);
      const ended = ask('test');
      expect(ended.code, ended.text).toBe(0);
      expect(ended.text).toMatch(/Success! \d\d passed, 0 failed/);
    });
  },
);

it('names no role but these, and none that owns, edits or administers a project', () => {
  const roles = new Set([...text.matchAll(/"(roles\/[\w.]+)"/g)].map(([, role]) => role));
  expect([...roles].sort()).toEqual([
    'roles/artifactregistry.writer',
    'roles/bigquery.dataEditor',
    'roles/bigquery.dataViewer',
    'roles/bigquery.jobUser',
    'roles/eventarc.eventReceiver',
    'roles/logging.logWriter',
    'roles/pubsub.publisher',
    'roles/run.invoker',
    'roles/secretmanager.secretAccessor',
    'roles/storage.objectCreator',
    'roles/storage.objectUser',
    'roles/storage.objectViewer',
  ]);
  expect(text).not.toMatch(/_iam_(policy|binding)"|allUsers"\s*$/m);
});

describe('settings in Terraform', () => {
  const known: ReadonlySet<string> = new Set([
    ...Object.values(SETTINGS).map(({ env }) => env),
    'EARSHOT_CUSTOMER_KEY',
    // Who may see the dashboard.
    'EARSHOT_TOKEN',
  ]);

  it('are those that Earshot reads', () => {
    const named = new Set([...text.matchAll(/\bEARSHOT_[A-Z_]*[A-Z]\b/g)].map(([name]) => name));
    expect(named.size).toBeGreaterThan(8);
    expect([...named].filter((name) => !known.has(name))).toEqual([]);
  });

  it('can be all that decides what becomes of a file, and no place and no secret', () => {
    const [, pattern = ''] = /can\(regex\("(\^EARSHOT_.*\$)", name\)\)/.exec(text) ?? [];
    const allowed = [...known].filter((name) => new RegExp(pattern).test(name)).sort();
    const { customerKey: _key, feedTimeZone: _variable, ...settings } = stageOptionsOf(loadConfig({}, {}));
    const wanted = Object.keys(settings).map((name) => SETTINGS[name as SettingName].env);
    expect(allowed).toEqual(wanted.sort());
  });
});

it('makes what `earshot deploy gcp --plan` says, and says what it makes', () => {
  const made = [...text.matchAll(/^resource "(\w+)" "(\w+)"/gm)].map(([, type, name]) => `${type}.${name}`);
  expect(GCP_RESOURCES.flatMap(({ addresses }) => addresses).sort()).toEqual(made.sort());
});

it('lets a commit read as much as the plan says that it may', () => {
  const [, byDefault] = /variable "commit_max_bytes_billed" \{[^}]*default\s*= (\d+)/.exec(text) ?? [];
  expect(Number(byDefault)).toBe(COMMIT_MAX_BYTES);
});

it('costs what docs/deploy-gcp.md says', () => {
  const page = readFileSync(new URL('../../docs/deploy-gcp.md', import.meta.url), 'utf8');
  const row =
    /^\| ([\d,]+) \| (\d+) min \| ([\d,]+) \| ([\d,]+) GiB \| \$([\d,]+) \| \$([\d,]+) \| \$([\d,]+) \|$/gm;
  const rows = [...page.matchAll(row)].map(([, ...cells]) =>
    cells.map((cell) => Number(cell.replaceAll(',', ''))),
  );
  expect(rows.length).toBe(8);
  for (const [sessionsPerDay = 0, tickMinutes = 0, sessionsPerFile = 0, ...said] of rows) {
    const volume = { ...DEFAULT_VOLUME, sessionsPerDay, tickMinutes, sessionsPerFile };
    const { lines, usd } = monthlyCosts(volume);
    const gib = commitBytes(volume).bytes / 2 ** 30;
    const of = (part: string) =>
      lines.filter((line) => line.part === part).reduce((sum, line) => sum + line.usd, 0);
    expect(said).toEqual([gib, usd, of('storage'), of('queries')].map(Math.round));
  }
});

it('gives the subscription of the trigger its dead-letter topic', () => {
  const dir = tempDir();
  const gcloud = join(dir, 'gcloud');
  writeFileSync(
    gcloud,
    `#!/bin/sh\necho "$@" >> ${dir}/asked\ncase "$*" in *describe*) echo projects/p/subscriptions/eventarc-sub;; esac\n`,
  );
  chmodSync(gcloud, 0o755);
  const env = {
    PATH: process.env.PATH,
    GCLOUD: gcloud,
    TRIGGER: 'projects/p/locations/r/triggers/t',
    TOPIC: 'projects/p/topics/dead',
    PROJECT: 'p',
    AGENT: 'agent@x',
  };
  const ended = spawnSync('sh', [join(GCP, 'dead-letter-policy.sh')], { env, encoding: 'utf8' });
  expect(ended.status, ended.stderr).toBe(0);
  const asked = readFileSync(join(dir, 'asked'), 'utf8').trim().split('\n');
  expect(asked[0]).toContain('eventarc triggers describe projects/p/locations/r/triggers/t');
  expect(asked[1]).toMatch(
    /add-iam-policy-binding projects\/p\/subscriptions\/eventarc-sub .*serviceAccount:agent@x .*pubsub\.subscriber/,
  );
  expect(asked[2]).toMatch(
    /update projects\/p\/subscriptions\/eventarc-sub .*--dead-letter-topic projects\/p\/topics\/dead --max-delivery-attempts 10/,
  );
});

it('stops when the trigger has no subscription to be found', () => {
  const env = { PATH: process.env.PATH, GCLOUD: 'false', TRIGGER: 't', TOPIC: 't', PROJECT: 'p', AGENT: 'a' };
  expect(spawnSync('sh', [join(GCP, 'dead-letter-policy.sh')], { env }).status).not.toBe(0);
});

it('builds the image without calls, keys and what was made beside the code', () => {
  const ignored = readFileSync(new URL('../../.dockerignore', import.meta.url), 'utf8').split('\n');
  expect(ignored).toEqual(
    expect.arrayContaining(['data', '.env', '.env.*', '**/.cache', '**/node_modules', '**/*.tfvars']),
  );
  const dockerfile = readFileSync(join(GCP, 'Dockerfile'), 'utf8');
  const needed = [...dockerfile.matchAll(/COPY --from=build \/app\/(\S+)/g)].map(([, name]) => name);
  // Those are made in the build; all else that it copies has to reach it.
  const made = ['dist', 'node_modules'];
  expect(needed.filter((name) => !made.includes(name ?? '') && ignored.includes(name ?? ''))).toEqual([]);
});
