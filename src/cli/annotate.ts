import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import type { Client } from '../app/connect.ts';
import { EarshotError, messageOf } from '../base/errors.ts';
import type { Annotation, AnnotationsAnswer, NewAnnotation } from '../server/api.ts';
import { annotationLines } from './annotate-text.ts';
import { withReader } from './client.ts';
import type { CommandContext } from './context.ts';
import { printResult } from './result.ts';

export async function run(context: CommandContext): Promise<void> {
  const { argument: file, options } = context;
  const id = options.text('remove');
  if (file !== undefined && id !== undefined)
    throw new EarshotError('usage', 'bad_option', 'Either a FILE to write, or --remove ID, not both.');
  // Read first: a file that is wrong must not leave half of its notes behind.
  const wanted = file === undefined ? [] : await annotationsIn(file, context.config().timeZone);
  await withReader(context, async (client) => {
    if (id !== undefined) await remove(client, context, id);
    else if (file !== undefined) await write(client, context, wanted);
    else await list(client, context);
  });
}

async function list(client: Client, { terminal, options }: CommandContext): Promise<void> {
  const { annotations } = await client.request<AnnotationsAnswer>('GET', '/api/annotations');
  if (terminal.isTerminal && !options.flag('json'))
    terminal.write(`${annotationLines(annotations).join('\n')}\n`);
  else for (const annotation of annotations) terminal.write(`${JSON.stringify(annotation)}\n`);
}

async function write(
  client: Client,
  context: CommandContext,
  wanted: readonly NewAnnotation[],
): Promise<void> {
  const written: Annotation[] = [];
  for (const [index, annotation] of wanted.entries()) {
    written.push(await post(client, annotation, index, written.length));
  }
  printResult(context, { annotations: written }, annotationLines(written));
}

async function post(
  client: Client,
  annotation: NewAnnotation,
  index: number,
  before: number,
): Promise<Annotation> {
  try {
    return await client.request<Annotation>('POST', '/api/annotations', annotation);
  } catch (error) {
    if (!(error instanceof EarshotError) || error.kind !== 'usage') throw error;
    throw new EarshotError('usage', error.code, `Annotation ${index + 1}: ${error.message}`, {
      hint: `${error.hint ?? ''} ${before} before it are written; writing the file again replaces them.`.trim(),
      cause: error,
    });
  }
}

async function remove(client: Client, context: CommandContext, id: string): Promise<void> {
  const answer = await client.request<object>('DELETE', `/api/annotations/${encodeURIComponent(id)}`);
  printResult(context, answer, [`Removed annotation ${id}.`]);
}

const SHAPE = 'Write a list (YAML or JSON) of { from, to, kind, label }; kind is release, outage or note.';

/** Without an id of its own an annotation has one of what it says: the file can be written again. */
async function annotationsIn(file: string, timeZone: string): Promise<NewAnnotation[]> {
  const values = parsed(await textOf(file), file);
  if (!Array.isArray(values))
    throw new EarshotError('usage', 'bad_annotations', `${file} holds no list.`, { hint: SHAPE });
  return values.map((value, index) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new EarshotError('usage', 'bad_annotations', `Annotation ${index + 1} of ${file} is no map.`, {
        hint: SHAPE,
      });
    const digest = createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 12);
    return { id: digest, timeZone, ...value };
  });
}

async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new EarshotError('usage', 'no_such_file', `${file} can't be read: ${messageOf(cause)}`, { cause });
  }
}

/** Dates stay text: only the server knows in which zone they are meant. */
function parsed(text: string, file: string): unknown {
  try {
    return parse(text, { schema: 'core' });
  } catch (cause) {
    const [first = ''] = messageOf(cause).split('\n');
    throw new EarshotError('usage', 'bad_annotations', `${file} is not YAML or JSON: ${first}`, {
      cause,
      hint: SHAPE,
    });
  }
}
