import type { Table } from './columns.ts';
import { ORIGIN } from './origin.ts';

export const LEDGER: Table = {
  name: 'ledger',
  description: 'One row per generation of an object that was ever seen. Committed together with its rows.',
  columns: [
    ...ORIGIN,
    {
      name: 'state',
      type: 'STRING',
      required: true,
      description: 'waiting, loaded, superseded, quarantined or gone.',
    },
    { name: 'size_bytes', type: 'INT64', required: true, description: 'Size of the object.' },
    { name: 'sha256', type: 'STRING', description: 'SHA-256 of the bytes that were read, in hex.' },
    {
      name: 'records',
      type: 'INT64',
      required: true,
      description: 'Records in it; an unreadable stretch is one.',
    },
    { name: 'sessions', type: 'INT64', required: true, description: 'Versions staged from it.' },
    { name: 'turns', type: 'INT64', required: true, description: 'Turns of those versions.' },
    { name: 'quarantined', type: 'INT64', required: true, description: 'Records of it in quarantine.' },
    {
      name: 'repeated',
      type: 'INT64',
      required: true,
      description: 'Records that a later record of the same object replaced.',
    },
    { name: 'changes', type: 'INT64', required: true, description: 'Values that cleaning changed.' },
    { name: 'erased', type: 'INT64', description: 'Records left out, or removed, as a customer was erased.' },
    {
      name: 'expired',
      type: 'INT64',
      description: 'Records left out, or removed, by the retention cut-off.',
    },
    {
      name: 'redactions',
      type: 'STRING',
      required: true,
      description:
        'Spans redacted, by kind, as a JSON object: a kind that was looked for and not found is 0, one that was turned off is absent.',
    },
    {
      name: 'rules_version',
      type: 'INT64',
      required: true,
      description: 'Version of the rules that staged it.',
    },
    { name: 'settings', type: 'STRING', description: 'Fingerprint of the settings that staged it.' },
    {
      name: 'seen_at',
      type: 'TIMESTAMP',
      required: true,
      description: 'When the generation was first seen.',
    },
    { name: 'committed_at', type: 'TIMESTAMP', description: 'When its rows were committed.' },
    {
      name: 'first_loaded_at',
      type: 'TIMESTAMP',
      description:
        'When sessions of these very bytes of the object were first loaded: no rebuild, retry or new time of the file moves it. Null when it gave none.',
    },
  ],
};
