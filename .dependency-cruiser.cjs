// The rooms of src, lowest floor first. A folder imports only lower floors; folders on one floor never meet.
const floors = [
  ['base'],
  ['contract'],
  ['redact', 'simulate', 'store', 'metrics'],
  ['author', 'warehouse'],
  ['access', 'ingest', 'export', 'deploy'],
  ['server'],
  ['app'],
  ['cli', 'cloud'],
];

const mayNotImport = floors
  .flatMap((rooms, floor) =>
    rooms.map((room) => {
      const forbidden = floors
        .slice(floor)
        .flat()
        .filter((other) => other !== room);
      return {
        name: `${room}-imports-only-lower-floors`,
        severity: 'error',
        from: { path: `^src/${room}/` },
        to: { path: `^src/(${forbidden.join('|')})/` },
      };
    }),
  )
  .filter((rule) => rule.to.path !== '^src/()/');

// An SDK is imported in its adapter alone.
const sdks = {
  '@duckdb/node-api': '^src/warehouse/duckdb/',
  fastify: '^src/server/',
  commander: '^src/cli/',
  openai: '^src/author/openai/',
  yazl: '^src/export/',
  '@google-cloud/storage': '^src/store/gcs',
  '@google-cloud/bigquery': '^src/warehouse/bigquery/',
  '@google-cloud/functions-framework': '^src/cloud/',
};
const sdkRules = Object.entries(sdks).map(([name, home]) => ({
  name: `${name.replace(/\W+/g, '-')}-only-in-its-room`,
  severity: 'error',
  from: { path: '^src/', pathNot: home },
  to: { path: `node_modules/${name}/` },
}));

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'src-stands-alone',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^(test|bench|web|scripts|notebooks)/' },
    },
    {
      name: 'web-imports-api-types-only',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/', pathNot: '^src/server/api\\.ts$' },
    },
    {
      name: 'web-imports-no-code-of-src',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^src/', dependencyTypesNot: ['type-only'] },
    },
    {
      // test/cloud installs packages of its own, and only when it is run.
      name: 'no-unresolved',
      severity: 'error',
      from: { pathNot: '^test/cloud/' },
      to: { couldNotResolve: true },
    },
    {
      // No session of a real caller comes to a language model: what asks it sees no bucket, no warehouse and no reader.
      name: 'author-knows-the-simulator-only',
      severity: 'error',
      from: { path: '^src/author/' },
      to: { path: '^src/', pathNot: '^src/(author|simulate|contract|base)/' },
    },
    {
      name: 'author-opens-no-file',
      severity: 'error',
      from: { path: '^src/author/' },
      to: { path: '^(node:)?fs(/promises)?$' },
    },
    ...mayNotImport,
    ...sdkRules,
  ],
  options: {
    exclude: { path: '^notebooks/\\.tools/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default'],
    },
  },
};
