import { type Node, startZetaSql, tableOf, typeOf, type ZetaField } from './zetasql.ts';

export interface Analyzer {
  /** Makes a table known; of one that is known the newest schema counts. */
  table(name: string, fields: readonly ZetaField[]): void;
  /** The resolved tree of one statement. @throws Error in the analyzer's words */
  analyze(sql: string, parameters?: Readonly<Record<string, string>>): Promise<Node>;
  close(): Promise<void>;
}

/** Google's own analyzer of GoogleSQL. */
export async function startAnalyzer(): Promise<Analyzer> {
  const { call, language, close } = await startZetaSql();
  const tables = new Map<string, object>();
  return {
    close,
    table: (name, fields) => {
      tables.set(name, tableOf(name, fields));
    },
    analyze: async (sql, parameters = {}) => {
      const answer = await call('analyze', {
        sqlStatement: sql,
        options: {
          languageOptions: language,
          defaultTimezone: 'UTC',
          pruneUnusedColumns: true,
          queryParameters: Object.entries(parameters).map(([name, type]) => ({
            name,
            type: parameterType(type),
          })),
        },
        simpleCatalog: {
          name: 'dataset',
          table: [...tables.values()],
          builtinFunctionOptions: { languageOptions: language },
        },
      });
      return answer.resolvedStatement as Node;
    },
  };
}

function parameterType(type: string): object {
  return type.startsWith('ARRAY')
    ? { typeKind: 'TYPE_ARRAY', arrayType: { elementType: typeOf({ name: '', type: 'STRING' }) } }
    : typeOf({ name: '', type });
}
