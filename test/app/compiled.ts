import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Compiled {
  /** Address of a module of src, as in `app/serve.ts`, that another process can import. */
  url(module: string): string;
  /** Address of a module of the test's own, which may import from src. */
  add(path: string): string;
  remove(): void;
}

/** The sources as JavaScript, for processes of their own; types are not checked. Lies in the checkout, so that packages are found. */
export function compileSources(): Compiled {
  const home = join(ROOT, 'node_modules', '.cache', `earshot-test-${process.pid}`);
  const out = join(home, 'dist');
  const src = join(ROOT, 'src');
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) =>
    /(?<!\.d)\.ts$/.test(file),
  );
  for (const file of files) {
    const target = join(out, file.replace(/\.ts$/, '.js'));
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, transpile(readFileSync(join(src, file), 'utf8')));
  }
  writeFileSync(join(home, 'package.json'), readFileSync(join(ROOT, 'package.json')));
  return {
    url: (module) => pathToFileURL(join(out, module.replace(/\.ts$/, '.js'))).href,
    add: (path) => {
      const target = join(home, `${basename(path, '.ts')}.js`);
      writeFileSync(target, transpile(readFileSync(path, 'utf8')).replaceAll('../../src/', './dist/'));
      return pathToFileURL(target).href;
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}

function transpile(source: string): string {
  return ts.transpileModule(source, {
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      rewriteRelativeImportExtensions: true,
    },
  }).outputText;
}
