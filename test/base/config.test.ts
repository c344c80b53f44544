import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../src/base/config.ts';
import { EarshotError } from '../../src/base/errors.ts';
import { SETTINGS } from '../../src/base/settings.ts';
import { tempDir } from '../support/temp-dir.ts';

function errorOf(work: () => unknown): EarshotError {
  try {
    work();
  } catch (error) {
    if (error instanceof EarshotError) return error;
  }
  throw new Error('no EarshotError was thrown');
}

describe('config', () => {
  it('is complete without anything given, with every path under the data folder', () => {
    const config = loadConfig({}, {});
    expect(config.dataDir).toBe(join(process.cwd(), 'data'));
    expect(config.bucket).toBe(join(config.dataDir, 'session_batch_files'));
    expect(config.warehouseFile).toBe(join(config.dataDir, 'warehouse.duckdb'));
    expect(config).toMatchObject({ host: '127.0.0.1', port: 4600, feedTimeZone: 'UTC', timeZone: 'UTC' });
    expect(config.workers).toBeGreaterThan(0);
  });

  it('takes flags before the environment, and the environment before the file', () => {
    const data = tempDir();
    writeFileSync(
      join(data, 'earshot.yaml'),
      'port: 1001\ntimeZone: Asia/Kolkata\nfallbackIntents: [huh, what]\n',
    );
    const env = { EARSHOT_PORT: '1002', EARSHOT_DATA: data };
    expect(loadConfig({ port: '1003' }, env).port).toBe(1003);
    expect(loadConfig({}, env).port).toBe(1002);
    const fromFile = loadConfig({}, { EARSHOT_DATA: data });
    expect(fromFile.port).toBe(1001);
    expect(fromFile.timeZone).toMatch(/Asia\/(Kolkata|Calcutta)/);
    expect(fromFile.fallbackIntents).toEqual(['huh', 'what']);
  });

  it('says which setting is wrong and where it came from', () => {
    const error = errorOf(() => loadConfig({}, { EARSHOT_PORT: 'eighty' }));
    expect(error.code).toBe('bad_setting');
    expect(error.message).toContain('EARSHOT_PORT is "eighty"');
    expect(errorOf(() => loadConfig({ timeZone: 'Mars/Olympus' }, {})).message).toContain(
      '--tz is "Mars/Olympus"',
    );
    expect(errorOf(() => loadConfig({ port: '70000' }, {})).message).toContain('from 0 to 65535');
  });

  it('refuses a key under which every pseudonym could be tried back, and does not say it', () => {
    const error = errorOf(() => loadConfig({}, { EARSHOT_CUSTOMER_KEY: 'short one' }));
    expect(error).toMatchObject({
      code: 'weak_customer_key',
      message: expect.not.stringContaining('short one'),
    });
    expect(loadConfig({}, { EARSHOT_CUSTOMER_KEY: '0123456789abcdef' }).customerKey).toBe('0123456789abcdef');
  });

  it('refuses a settings file with an unknown setting, or one that is no map', () => {
    const data = tempDir();
    writeFileSync(join(data, 'earshot.yaml'), 'prot: 1\n');
    expect(errorOf(() => loadConfig({ data }, {})).message).toContain('unknown setting "prot"');
    const broken = join(data, 'broken');
    mkdirSync(broken);
    writeFileSync(join(broken, 'earshot.yaml'), 'port: [1\n');
    expect(errorOf(() => loadConfig({ data: broken }, {})).code).toBe('bad_settings_file');
    const list = join(data, 'list');
    mkdirSync(list);
    for (const [text, message] of [
      ['- port\n', 'is not a map of settings'],
      ['port\n', 'is not a map of settings'],
      ['data: elsewhere\n', '"data", which has no effect there'],
      ['bucket: {a: 1}\n', 'a value for "bucket"'],
      ['fallbackIntents: [a, [b]]\n', 'a value for "fallbackIntents"'],
    ] as const) {
      writeFileSync(join(list, 'earshot.yaml'), text);
      const error = errorOf(() => loadConfig({ data: list }, {}));
      expect(error).toMatchObject({ code: 'bad_settings_file', message: expect.stringContaining(message) });
    }
  });

  it('tells what is wrong with the YAML in one line', () => {
    const data = tempDir();
    writeFileSync(join(data, 'earshot.yaml'), 'port: 1\nhost: [a\nbucket: "b');
    const { message } = errorOf(() => loadConfig({ data }, {}));
    expect(message).toMatch(/not readable as YAML: .*line \d/);
    expect(message).not.toContain('\n');
  });

  it('redacts every kind, those that are named, or none when that is said', () => {
    const all = loadConfig({}, {}).redact;
    expect(all).toEqual(SETTINGS.redact.words);
    expect(loadConfig({ redact: 'pin, card' }, {}).redact).toEqual(['card', 'pin']);
    expect(loadConfig({}, { EARSHOT_REDACT: 'all' }).redact).toEqual(all);
    for (const off of ['none', false]) expect(loadConfig({ redact: off }, {}).redact).toEqual([]);
    for (const wrong of ['', 'pins', 'card,', 'none,card', 'true']) {
      const error = errorOf(() => loadConfig({ redact: wrong }, {}));
      expect(error.message).toContain(`--redact is "${wrong}": it must be`);
    }
  });

  it('takes places of Google Cloud as they are, and makes no folder or file of the name of another cloud', () => {
    const config = loadConfig(
      { bucket: 'gs://calls/ivr', warehouse: 'bigquery:my-project.session_dataset', staging: 'gs://staged' },
      {},
    );
    expect(config).toMatchObject({
      bucket: 'gs://calls/ivr',
      warehouseFile: 'bigquery:my-project.session_dataset',
      stagingBucket: 'gs://staged',
    });
    for (const [setting, value] of [
      ['bucket', 's3://calls/2025'],
      ['bucket', 'gs://'],
      ['bucket', 'gs://Calls'],
      ['warehouse', 'bigquery:my-project'],
      ['warehouse', 'bigquery:my-project.data-set'],
      ['warehouse', 'bq:my-project.dataset'],
      ['staging', '/tmp/staged'],
    ] as const) {
      const error = errorOf(() => loadConfig({ [setting]: value }, {}));
      expect(error.code).toBe('bad_setting');
      expect(error.message).toContain(`--${setting} is "${value}": it must be`);
    }
    const same = errorOf(() => loadConfig({ bucket: 'gs://calls/in', staging: 'gs://calls/staged' }, {}));
    expect(same.message).toContain('another bucket');
    expect(loadConfig({ bucket: 'calls:2025' }, {}).bucket).toContain('calls:2025');
  });
});
