/** For `node --import`: appends the address of every module that is loaded to the file LOADED_MODULES. */
export const TELLING_MODULES = `data:text/javascript,${encodeURIComponent(`
import { register } from 'node:module';
register('data:text/javascript,' + encodeURIComponent(\`
  import { appendFileSync } from 'node:fs';
  export async function load(url, context, next) {
    appendFileSync(process.env.LOADED_MODULES, url + '\\\\n');
    return next(url, context);
  }
\`));
`)}`;
