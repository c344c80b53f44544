import { type ChildProcess, spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './ports.ts';

/** The part of a schema that Google's own parser needs: as BigQuery's API writes it. */
export interface ZetaField {
  readonly name: string;
  readonly type: string;
  readonly mode?: string;
  readonly fields?: readonly ZetaField[];
}

/** A message of the protocol. */
export type Node = Readonly<Record<string, unknown>>;

export interface ZetaSql {
  call(method: string, request: object): Promise<Node>;
  /** All features, QUALIFY as the reserved word that it is, and statements that are no queries. */
  readonly language: object;
  close(): Promise<void>;
}

type Call = (request: object, answer: (error: Error | null, response: Node) => void) => void;

/** Google's implementation of GoogleSQL, in a process of its own. */
export async function startZetaSql(): Promise<ZetaSql> {
  const require = createRequire(new URL('./package.json', import.meta.url));
  const home = dirname(require.resolve('@fivetrandevelopers/zetasql'));
  const port = await freePort();
  const binary = process.arch === 'arm64' ? 'remote_server_arm.so' : 'remote_server.so';
  const child = spawn(join(home, 'zetasql', binary), ['localhost', `${port}`], { stdio: 'ignore' });
  const service = serviceAt(require, join(home, 'zetasql', 'protos'), port);
  const call: ZetaSql['call'] = (method, request) =>
    new Promise((resolve, reject) => {
      service[method]?.(request, (error, response) => (error ? reject(error) : resolve(response)));
    });
  return { call, language: await languageOptions(call), close: () => ended(child) };
}

function serviceAt(require: NodeJS.Require, protos: string, port: number): Record<string, Call> {
  const grpc = require('@grpc/grpc-js');
  const loaded = require('@grpc/proto-loader').loadSync('local_service.proto', {
    oneofs: true,
    enums: String,
    longs: String,
    includeDirs: [protos],
  });
  const { ZetaSqlLocalService } = grpc.loadPackageDefinition(loaded).zetasql.local_service;
  const limit = { 'grpc.max_send_message_length': 2 ** 28, 'grpc.max_receive_message_length': 2 ** 28 };
  const client = new ZetaSqlLocalService(`localhost:${port}`, grpc.credentials.createInsecure(), limit);
  return new Proxy({}, { get: (_, method) => client[method].bind(client) });
}

async function languageOptions(call: ZetaSql['call']): Promise<object> {
  for (let tried = 0; ; tried++) {
    try {
      const options = await call('getLanguageOptions', { maximumFeatures: true });
      return {
        ...options,
        supportedStatementKinds: [],
        reservedKeywords: ['QUALIFY'],
        productMode: 'PRODUCT_EXTERNAL',
      };
    } catch (error) {
      if (tried >= 100) throw error;
      await sleep(100);
    }
  }
}

const KINDS: Readonly<Record<string, string>> = {
  STRING: 'TYPE_STRING',
  INT64: 'TYPE_INT64',
  FLOAT64: 'TYPE_DOUBLE',
  BOOL: 'TYPE_BOOL',
  TIMESTAMP: 'TYPE_TIMESTAMP',
};

export function typeOf({ type, mode, fields = [] }: ZetaField): object {
  if (type !== 'RECORD') return { typeKind: KINDS[type] };
  const field = fields.map((member) => ({ fieldName: member.name, fieldType: typeOf(member) }));
  const struct = { typeKind: 'TYPE_STRUCT', structType: { field } };
  return mode === 'REPEATED' ? { typeKind: 'TYPE_ARRAY', arrayType: { elementType: struct } } : struct;
}

export const tableOf = (name: string, fields: readonly ZetaField[]): object => ({
  name,
  column: fields.map((field) => ({ name: field.name, type: typeOf(field) })),
});

async function ended(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}
