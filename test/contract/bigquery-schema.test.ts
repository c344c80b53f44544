import { describe, expect, it } from 'vitest';
import { bigquerySchemas } from '../../src/contract/bigquery-schema.ts';

describe('BigQuery schemas', () => {
  const schemas = bigquerySchemas();

  it('cover the public and the inner tables', () => {
    expect(Object.keys(schemas)).toEqual([
      'raw_session_data',
      'conversation_data',
      'customer_data',
      'session_version',
      'quarantine',
      'quarantine_decision',
      'ledger',
      'meta',
      'tombstone',
      'journal',
      'annotation',
      'day_outcome',
      'day_change',
      'version_place',
      'changes',
      'findings',
    ]);
  });

  it('keep the public interface of conversation_data', () => {
    expect(schemas.conversation_data?.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'session_id STRING',
      'customer_id STRING',
      'turn_number INT64',
      'timestamp TIMESTAMP',
      'speaker STRING',
      'text STRING',
      'intent_detected STRING',
      'intent_name STRING',
      'confidence_score FLOAT64',
    ]);
  });

  it('write a list as a repeated record with its members', () => {
    const turns = schemas.session_version?.find((field) => field.name === 'turns');
    expect(turns).toMatchObject({ type: 'RECORD', mode: 'REPEATED' });
    expect(turns?.fields?.[0]).toMatchObject({ name: 'turn_number', type: 'INT64', mode: 'NULLABLE' });
  });

  it('mark what is required', () => {
    const modes = schemas.ledger?.map((field) => `${field.name} ${field.mode}`);
    expect(modes).toContain('object REQUIRED');
    expect(modes).toContain('sha256 NULLABLE');
  });
});
